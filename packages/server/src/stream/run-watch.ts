import { isDeepStrictEqual } from 'node:util';
import { isInHand } from '@telltale/core';
import type { Reader, RunSummary } from '@telltale/ledger';
import type { RunNews, ToNews } from './run-news.ts';
import type { StreamSettings } from './settings.ts';

export interface RunWatchOptions {
  readonly runId: string;
  readonly reader: Pick<Reader, 'getRun'>;
  readonly toNews: ToNews;
  readonly settings: Pick<StreamSettings, 'gatherMs' | 'judgeMs'>;
  /** A look has begun; it never rejects. */
  readonly onLook: (look: Promise<void>) => void;
}

type Listener = (news: RunNews) => void;

/**
 * Looks how a run is for all who follow its events: the trace does not tell of its worker's heartbeat, nor for up to a second
 * of an item that begins. One look at a time.
 *
 * While looks find something new, or somebody asks for them, they are `gatherMs` apart; while a worker has the run in hand,
 * `judgeMs`. An item begins a moment after the end of the one before was committed, so each event is worth two looks: one at
 * once, and one that finds what came of it.
 */
export class RunWatch {
  readonly #options: RunWatchOptions;
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #isWanted = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #last: RunSummary | null = null;

  constructor(options: RunWatchOptions) {
    this.#options = options;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Tells `listener` soon, and then whenever there is news. */
  enter(listener: Listener): void {
    this.#listeners.add(listener);
    this.request();
  }

  /** With the last listener the looks end. */
  leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) clearTimeout(this.#timer);
  }

  /** Something may have changed: looks, at once or `gatherMs` after the look before. */
  request(): void {
    if (this.#isLooking) this.#isWanted = true;
    else this.#schedule(this.#lookedAt + this.#options.settings.gatherMs - performance.now());
  }

  #schedule(inMs: number): void {
    clearTimeout(this.#timer);
    if (this.#listeners.size > 0) this.#timer = setTimeout(() => this.#options.onLook(this.#look()), Math.max(0, inMs));
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    this.#isWanted = false;
    const nextMs = await this.#tell();
    this.#isLooking = false;
    this.#lookedAt = performance.now();
    const { gatherMs } = this.#options.settings;
    if (this.#isWanted) this.#schedule(gatherMs);
    else if (nextMs !== null) this.#schedule(nextMs);
  }

  /** Gives when to look again. */
  async #tell(): Promise<number | null> {
    const { runId, reader, toNews, settings } = this.#options;
    try {
      const run = await reader.getRun(runId);
      // Its events end with that it is gone.
      if (run === null) return null;
      const news = await toNews(run);
      for (const listener of [...this.#listeners]) listener(news);
      const isNew = this.#last === null || !isSame(run, this.#last);
      this.#last = run;
      if (isNew) return settings.gatherMs;
      return isInHand(run.state) ? settings.judgeMs : null;
    } catch {
      // Whoever waits for news can wait for the database, too.
      return settings.judgeMs;
    }
  }
}

function isSame(run: RunSummary, other: RunSummary): boolean {
  return run.lastSeq === other.lastSeq && run.state === other.state && isDeepStrictEqual(run.step, other.step);
}
