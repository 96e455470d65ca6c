import type { BrowserContext, Dialog, Page } from 'playwright-core';
import { within } from '../within.ts';
import type { Notes } from './notes.ts';

const SHOWN_CHARACTERS = 200;
/** A page that is at rest answers at once; one that is only slow loses no more than its tab. */
const ANSWER_MS = 1_000;
const CLOSE_MS = 1_000;

/** Knows which page is looked at, keeps their number small, and lets none of them hold the session up. */
export class PageKeeper {
  readonly #context: BrowserContext;
  readonly #notes: Notes;
  readonly #maxPages: number;
  /** Those that can be used, the oldest first. */
  readonly #pages: Page[] = [];
  /** The one that closed last: what is tried on it says so, until there is another one. */
  #last: Page;
  #opened = 0;
  /** The next new page is ours, in place of the last one. */
  #replacing = false;
  #replaced: Promise<unknown> = Promise.resolve();

  constructor(context: BrowserContext, notes: Notes, maxPages: number) {
    this.#context = context;
    this.#notes = notes;
    this.#maxPages = maxPages;
    // A browser starts with one.
    this.#last = context.pages()[0] as Page;
    for (const page of context.pages()) this.#take(page);
    context.on('page', (page) => {
      // One whose first page was refused is told of when it is gone.
      if (page.isClosed()) return;
      if (this.#replacing) this.#replacing = false;
      else this.#notes.add('A new tab was opened; it is the current page now.');
      this.#take(page);
    });
    context.on('dialog', (dialog) => void this.#dismiss(dialog));
  }

  /** How many there were in all. */
  get opened(): number {
    return this.#opened;
  }

  current(): Page {
    return this.#pages.at(-1) ?? this.#last;
  }

  /** Whether the current page answers. */
  async answers(): Promise<boolean> {
    await this.#replaced;
    return await within('An answer of the page', ANSWER_MS, () => this.current().evaluate('true')).then(
      () => true,
      () => false,
    );
  }

  /** Opens a new tab in place of the current one. */
  async replace(): Promise<Page> {
    const page = this.current();
    this.#notes.add('The page before did not come to rest; its tab was closed, and another one opened.');
    const fresh = await this.#open();
    await close(page);
    return fresh;
  }

  /** Closes the current page if it is a new one of which nothing came. */
  async closeBlank(): Promise<void> {
    const page = this.current();
    if (this.#pages.length > 1 && /^(about:blank)?$/.test(page.url())) await close(page);
  }

  #take(page: Page): void {
    this.#opened += 1;
    this.#pages.push(page);
    page.on('close', () => this.#forget(page));
    page.on('crash', () => {
      this.#notes.add('The tab crashed and was closed.');
      this.#forget(page);
      void close(page);
    });
    const oldest = this.#pages[0];
    if (this.#pages.length <= this.#maxPages || oldest === undefined) return;
    this.#notes.add(`More than ${this.#maxPages} tabs were open; the oldest was closed.`);
    this.#pages.shift();
    void close(oldest);
  }

  #forget(page: Page): void {
    const index = this.#pages.indexOf(page);
    if (index === -1) return;
    this.#pages.splice(index, 1);
    this.#last = page;
    if (this.#pages.length > 0) return;
    this.#replaced = this.#open().catch(() => undefined);
  }

  async #open(): Promise<Page> {
    this.#replacing = true;
    return await this.#context.newPage();
  }

  async #dismiss(dialog: Dialog): Promise<void> {
    const type = dialog.type();
    // To "Leave this page?" the answer is yes.
    if (type === 'beforeunload') return await dialog.accept().catch(() => undefined);
    const message = dialog.message().slice(0, SHOWN_CHARACTERS);
    this.#notes.add(`The page showed a dialog (${type}), which was dismissed: ${JSON.stringify(message)}`);
    await dialog.dismiss().catch(() => undefined);
  }
}

/** Closes a tab, in 3 s at most. One that is always on its way to another page may not hear it, and is asked again. */
async function close(page: Page): Promise<void> {
  const closed = page.close({ runBeforeUnload: false });
  for (let asked = 1; asked <= 3; asked += 1) {
    try {
      return await within('The end of a tab', CLOSE_MS, () => closed);
    } catch {
      const session = await page
        .context()
        .newCDPSession(page)
        .catch(() => null);
      session?.send('Page.close').catch(() => undefined);
    }
  }
}
