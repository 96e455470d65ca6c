import type { Artifact, Step } from '@telltale/engine';
import type { BrowserContext, Page } from 'playwright-core';
import type { SessionDownload } from './downloads.ts';
import type { SessionRules } from './session-rules.ts';
import type { BrowserSettings } from './settings.ts';

/** A browser that one attempt of a step has for itself, from `withBrowser` until its function is over. */
export interface BrowserSession {
  readonly id: string;
  readonly step: Step;
  readonly context: BrowserContext;
  readonly settings: BrowserSettings;
  /** What the browser says it is. */
  readonly userAgent: string;
  /** Which pages may be opened, and how many; what else may be fetched. */
  readonly rules: SessionRules;
  /** What pages made the browser download, in the order of their starts. */
  readonly downloads: readonly SessionDownload[];

  /** The page to look at now: a click may have opened another tab. Ask anew before each use. */
  page(): Page;

  /**
   * The page to open an address in, asked for before `act`: the current one, unless it does not answer within 1 s, or has
   * led to where it may not since the last action. It would hold up or undo what is opened next, and is replaced.
   */
  steadyPage(): Promise<Page>;

  /** Closes the current tab, and opens a new one in its place. */
  replacePage(): Promise<Page>;

  /**
   * Does something on the pages, as one action. While it takes long, pictures are taken. Throws what `work` throws, but
   * `ActionBlockedError` if the page that is there now may not be, and as soon as a page is refused: `work` is left
   * behind then, and its signal aborts. Throws `BrowserGoneError` if the browser has ended.
   */
  act<T>(label: string, work: (refused: AbortSignal) => Promise<T>): Promise<T>;

  /**
   * Takes a picture of the page and keeps it as artifacts `screenshot` and `thumbnail`. `null` if that could not be done
   * in 5 s, which is noted in the trace: no action fails for a picture.
   */
  capture(label: string, options?: CaptureOptions): Promise<Screenshot | null>;

  /** What happened by itself since this was asked last (a dialog, a new tab, a download), in sentences. */
  takeNotes(): readonly string[];
}

export interface CaptureOptions {
  /** A place to mark, in CSS pixels of the window. The page does not see the mark. */
  readonly marker?: { readonly x: number; readonly y: number };
}

export interface Screenshot {
  readonly jpeg: Buffer;
  readonly artifact: Artifact;
  readonly thumbnail: Artifact;
  readonly url: string;
  /** In CSS pixels, which are those of the picture. */
  readonly width: number;
  readonly height: number;
}
