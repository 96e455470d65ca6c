import type { BrowserContext, Dialog, Page } from 'playwright-core';
import type { Notes } from './notes.ts';

const SHOWN_CHARACTERS = 200;

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

  constructor(context: BrowserContext, notes: Notes, maxPages: number) {
    this.#context = context;
    this.#notes = notes;
    this.#maxPages = maxPages;
    // A browser starts with one.
    this.#last = context.pages()[0] as Page;
    for (const page of context.pages()) this.#take(page);
    context.on('page', (page) => {
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
    this.#replacing = true;
    void this.#context.newPage().catch(() => undefined);
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

/** One that hangs or has crashed cannot be closed in order; it ends with the browser. */
async function close(page: Page): Promise<void> {
  await page.close({ runBeforeUnload: false }).catch(() => undefined);
}
