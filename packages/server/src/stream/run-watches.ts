import type { RunNews } from './run-news.ts';
import { RunWatch, type RunWatchOptions } from './run-watch.ts';

/** One who follows a run, with the others who do. */
export interface Watching {
  /** Something may have changed. */
  request(): void;
  leave(): void;
}

/** The watches of all runs that somebody follows: one for each, however many follow it. */
export class RunWatches {
  readonly #options: Omit<RunWatchOptions, 'runId'>;
  readonly #byRunId = new Map<string, RunWatch>();
  readonly #looks = new Set<Promise<void>>();

  constructor(options: Omit<RunWatchOptions, 'runId' | 'onLook'>) {
    this.#options = {
      ...options,
      onLook: (look) => {
        this.#looks.add(look);
        void look.then(() => this.#looks.delete(look));
      },
    };
  }

  /** Resolves when no look is under way any more, once everybody has left. */
  async settled(): Promise<void> {
    await Promise.all(this.#looks);
  }

  enter(runId: string, listener: (news: RunNews) => void): Watching {
    const watch = this.#byRunId.get(runId) ?? new RunWatch({ ...this.#options, runId });
    this.#byRunId.set(runId, watch);
    watch.enter(listener);
    return {
      request: () => watch.request(),
      leave: () => {
        watch.leave(listener);
        if (watch.listeners === 0 && this.#byRunId.get(runId) === watch) this.#byRunId.delete(runId);
      },
    };
  }

  /** Anything may have happened to any run. */
  requestAll(): void {
    for (const watch of this.#byRunId.values()) watch.request();
  }
}
