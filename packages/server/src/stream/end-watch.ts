import { hasEnded } from '@telltale/core';
import type { RunNews, ToNews } from './run-news.ts';
import type { RunStates } from './run-states.ts';

export interface EndWatchOptions {
  readonly runId: string;
  readonly states: RunStates;
  readonly toNews: ToNews;
  /** The run has ended as `news` tells, and has no event beyond the one that was asked for. */
  readonly onEnded: (news: RunNews) => void;
}

/** The trace tells of an end a moment before DBOS has it: it is looked for again after so long, in ms, then twice that, … */
const FIRST_REST_MS = 5;
const MAX_REST_MS = 5_000;

/** Finds out whether a run has ended for a client that has all its events up to some seq. One look at a time. */
export class EndWatch {
  readonly #options: EndWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  /** Of the newest look; an answer to an older one comes too late. */
  #look = 0;

  constructor(options: EndWatchOptions) {
    this.#options = options;
  }

  /** Looks once. */
  look(lastSeq: number): void {
    void this.#lookFor(lastSeq, null);
  }

  /** Looks until it has ended: the trace has said so. */
  lookUntilEnded(lastSeq: number): void {
    void this.#lookFor(lastSeq, FIRST_REST_MS);
  }

  stop(): void {
    this.#look += 1;
    clearTimeout(this.#timer);
  }

  async #lookFor(lastSeq: number, restMs: number | null): Promise<void> {
    this.stop();
    const look = this.#look;
    const end = await this.#readEnd(lastSeq);
    if (look !== this.#look) return;
    if (end !== null) this.#options.onEnded(end);
    else if (restMs !== null) {
      const nextMs = Math.min(2 * restMs, MAX_REST_MS);
      this.#timer = setTimeout(() => void this.#lookFor(lastSeq, nextMs), restMs);
    }
  }

  async #readEnd(lastSeq: number): Promise<RunNews | null> {
    const { runId, states, toNews } = this.#options;
    try {
      const run = await states.look(runId);
      return run !== null && hasEnded(run.state) && run.lastSeq === lastSeq ? await toNews(run) : null;
    } catch {
      return null; // Whoever waits for the end can wait for the database, too.
    }
  }
}
