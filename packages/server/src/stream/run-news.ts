import type { RunSummaryBody } from '@telltale/api';
import { isInHand } from '@telltale/core';
import type { RunSummary } from '@telltale/ledger';
import type { RunStates } from './run-states.ts';

export interface RunNewsOptions {
  readonly runId: string;
  readonly states: RunStates;
  readonly toBody: (run: RunSummary) => Promise<RunSummaryBody>;
  /** How long changes gather before they are looked up, in milliseconds. */
  readonly gatherMs: number;
  /** How often a run in hand is looked up though nothing has changed, in milliseconds. */
  readonly judgeMs: number;
  /** There is something to take. */
  readonly onNews: () => void;
}

/**
 * How a run is, for a client that follows its events: what no event tells, as the heartbeat of its worker and the items in
 * work. One look at a time; what a client has not taken gives way to what is newer.
 */
export class RunNews {
  readonly #options: RunNewsOptions;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #isWanted = false;
  #isStopped = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #news: RunSummaryBody | null = null;

  constructor(options: RunNewsOptions) {
    this.#options = options;
  }

  /** Something may have changed: looks, but not more often than every `gatherMs`. */
  request(): void {
    if (this.#isStopped) return;
    this.#isWanted = true;
    if (!this.#isLooking) this.#schedule(this.#lookedAt + this.#options.gatherMs - performance.now());
  }

  /** The newest that was not taken yet, if it tells of no event after `position`. */
  take(position: number): RunSummaryBody | null {
    const news = this.#news;
    if (news === null || news.lastSeq > position) return null;
    this.#news = null;
    return news;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(inMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), Math.max(0, inMs));
  }

  async #look(): Promise<void> {
    const { runId, states, toBody, gatherMs, judgeMs, onNews } = this.#options;
    this.#isLooking = true;
    this.#isWanted = false;
    let nextMs: number | null = judgeMs;
    try {
      const run = await states.look(runId);
      const body = run === null ? null : await toBody(run);
      if (this.#isStopped) return;
      if (body !== null) {
        this.#news = body;
        onNews();
      }
      if (run === null || !isInHand(run.state)) nextMs = null;
    } catch {
      // Whoever waits for it can wait for the database, too.
    } finally {
      this.#isLooking = false;
      this.#lookedAt = performance.now();
      if (this.#isWanted) nextMs = gatherMs;
      if (!this.#isStopped && nextMs !== null) this.#schedule(nextMs);
    }
  }
}
