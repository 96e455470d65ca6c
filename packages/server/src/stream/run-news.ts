import type { RunSummary } from '@telltale/ledger';
import type { RunBodies } from '../runs/run-bodies.ts';
import { frame } from './frame.ts';

/** How a run was at some moment, as it is sent to all who follow it. */
export interface RunNews {
  /** The last event that led to it. */
  readonly lastSeq: number;
  readonly frame: Buffer;
}

export type ToNews = (run: RunSummary) => Promise<RunNews>;

/** Makes news of what was read of runs, once for all who were given the same. Rejects as the reader does. */
export function newsMaker(bodies: Pick<RunBodies, 'one'>): ToNews {
  const made = new WeakMap<RunSummary, Promise<RunNews>>();
  return (run) => {
    const news = made.get(run) ?? makeNews(run, bodies);
    made.set(run, news);
    return news;
  };
}

async function makeNews(run: RunSummary, bodies: Pick<RunBodies, 'one'>): Promise<RunNews> {
  return { lastSeq: run.lastSeq, frame: frame('run', await bodies.one(run)) };
}

/**
 * The news that one client has not taken. It may only have what tells of no event that it has not got, so the oldest waits for
 * it to come that far, while the newest gives way to what is newer still: however slow a client is, and however busy its run,
 * it gets some.
 */
export class UntoldNews {
  #oldest: RunNews | null = null;
  #newest: RunNews | null = null;

  put(news: RunNews): void {
    if (this.#oldest === null) this.#oldest = news;
    else this.#newest = news;
  }

  /** The newest that a client may have who has all events up to `position`. */
  take(position: number): RunNews | null {
    const [oldest, newest] = [this.#oldest, this.#newest];
    if (newest !== null && newest.lastSeq <= position) {
      this.#oldest = null;
      this.#newest = null;
      return newest;
    }
    if (oldest === null || oldest.lastSeq > position) return null;
    this.#oldest = newest;
    this.#newest = null;
    return oldest;
  }
}
