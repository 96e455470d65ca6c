import { ActionBlockedError, type Step } from '@telltale/engine';
import type { BrowserContext, Page } from 'playwright-core';
import { BrowserGoneError } from '../errors.ts';
import { Camera } from '../live/camera.ts';
import { Photographer } from '../live/picture.ts';
import { unlessAborted } from '../within.ts';
import type { BrowserSession, CaptureOptions, Screenshot } from './browser-session.ts';
import { Downloads, type SessionDownload } from './downloads.ts';
import { Notes } from './notes.ts';
import { PageKeeper } from './page-keeper.ts';
import type { Refusals } from './refusals.ts';
import type { SessionFolder } from './session-folder.ts';
import type { SessionRules } from './session-rules.ts';
import type { BrowserSettings } from './settings.ts';

/** What a page can show without anything having been loaded for it. */
const HARMLESS = /^(https?|about|blob|data|chrome-error):|^$/;

const ERROR_PAGE_MS = 1_000;

export interface SessionParts {
  readonly step: Step;
  readonly context: BrowserContext;
  readonly settings: BrowserSettings;
  readonly userAgent: string;
  readonly rules: SessionRules;
  readonly folder: SessionFolder;
  readonly refusals: Refusals;
}

/** A session from its browser's start to its end. */
export class Session implements BrowserSession {
  readonly id: string;
  readonly step: Step;
  readonly context: BrowserContext;
  readonly settings: BrowserSettings;
  readonly userAgent: string;
  readonly rules: SessionRules;
  readonly files: Downloads;
  readonly #keeper: PageKeeper;
  readonly #camera: Camera;
  readonly #notes = new Notes();
  readonly #refusals: Refusals;
  #acts = 0;
  #hasOpened = false;
  #state: 'open' | 'closing' | 'gone' = 'open';

  constructor({ step, context, settings, userAgent, rules, folder, refusals }: SessionParts) {
    this.id = folder.id;
    this.step = step;
    this.context = context;
    this.settings = settings;
    this.userAgent = userAgent;
    this.rules = rules;
    this.#refusals = refusals;
    this.#keeper = new PageKeeper(context, this.#notes, settings.maxPages);
    this.files = new Downloads(context, folder, settings.maxDownloadBytes, this.#notes);
    const photographer = new Photographer();
    this.#camera = new Camera({
      step,
      take: (marker) => photographer.take(this.page(), marker),
      isOver: () => this.#state !== 'open',
    });
    context.setDefaultTimeout(settings.pageTimeoutMs);
    context.setDefaultNavigationTimeout(settings.navigationTimeoutMs);
    context.once('request', () => {
      this.#hasOpened = true;
    });
    context.on('close', () => {
      if (this.#state === 'open') this.#state = 'gone';
    });
  }

  get downloads(): readonly SessionDownload[] {
    return this.files.all;
  }

  /** The browser has ended by itself. */
  get isGone(): boolean {
    return this.#state === 'gone';
  }

  /** Whether any page was asked for; if none was, a trace would be empty. */
  get hasOpened(): boolean {
    return this.#hasOpened;
  }

  get counts() {
    return {
      actions: this.#acts,
      tabs: this.#keeper.opened,
      screenshots: this.#camera.count,
      downloads: this.files.all.length,
      refused: this.#refusals.count,
      refusedHosts: this.#refusals.hosts,
    };
  }

  page(): Page {
    return this.#keeper.current();
  }

  async steadyPage(): Promise<Page> {
    this.#throwIfOver();
    const strays = this.#noteRefusals();
    return strays || !(await this.#keeper.answers()) ? await this.replacePage() : this.page();
  }

  async replacePage(): Promise<Page> {
    try {
      return await this.#keeper.replace();
    } catch (error) {
      this.#throwIfOver(error);
      throw error;
    }
  }

  async act<T>(label: string, work: (refused: AbortSignal) => Promise<T>): Promise<T> {
    this.#acts += 1;
    this.#throwIfOver();
    this.#noteRefusals();
    const refused = this.#refusals.next;
    const guarded = () => unlessAborted(refused, () => work(refused));
    const live = this.settings.screenshots === 'each-action';
    try {
      const result = live ? await this.#camera.during(label, guarded) : await guarded();
      await this.#throwRefusal();
      return result;
    } catch (error) {
      if (error instanceof ActionBlockedError && !refused.aborted) throw error;
      this.#throwIfOver(error);
      await this.#throwRefusal();
      await errorPageShown(this.page(), error);
      throw error;
    }
  }

  async capture(label: string, options?: CaptureOptions): Promise<Screenshot | null> {
    return await this.#camera.capture(label, options);
  }

  takeNotes(): readonly string[] {
    return this.#notes.take();
  }

  /** From here on the end is ours. */
  closing(): void {
    if (this.#state === 'open') this.#state = 'closing';
    this.files.stop();
  }

  /** What was refused between two actions is no fault of theirs. Whether there was anything. */
  #noteRefusals(): boolean {
    const past = this.#refusals.takePages();
    for (const message of new Set(past.map((refusal) => refusal.message))) this.#notes.add(message);
    return past.length > 0;
  }

  #throwIfOver(cause?: unknown): void {
    this.step.signal.throwIfAborted();
    if (this.#state !== 'open') throw new BrowserGoneError(this.id, { cause });
  }

  async #throwRefusal(): Promise<void> {
    const [refusal] = this.#refusals.takePages();
    if (refusal !== undefined) {
      await this.#keeper.closeBlank();
      throw refusal;
    }
    const page = this.page();
    if (HARMLESS.test(page.url())) return;
    const url = page.url();
    await page.goto('about:blank');
    throw new ActionBlockedError(`The page ${url} is not of the web and was closed.`, {
      hint: 'Open an address that begins with https:// or http://.',
    });
  }
}

/** A page that failed to load is followed by the browser's own about it; what is opened before that is there would be undone by it. */
async function errorPageShown(page: Page, error: unknown): Promise<void> {
  const isExpected = error instanceof Error && /net::ERR_(?!ABORTED)/.test(error.message);
  if (!isExpected) return;
  const isShown = ({ protocol }: URL) => protocol === 'chrome-error:';
  await page.waitForURL(isShown, { waitUntil: 'commit', timeout: ERROR_PAGE_MS }).catch(() => undefined);
}
