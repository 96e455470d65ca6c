import type { ApiError } from '@telltale/api';
import type { EventType, TraceEvent } from '@telltale/core';
import { asApiError, client, logInAgain } from '../../../../live/client.ts';
import type { RunStore } from '../../../../live/run-store.ts';
import { Store } from '../../../../live/store.ts';

export interface FilteredEventsState {
  /** Oldest first. */
  readonly events: readonly TraceEvent[];
  readonly state: 'loading' | 'ready';
  /** Whether there may be newer ones on the server. */
  readonly hasMore: boolean;
  readonly error: ApiError | null;
}

const PAGE = 500;

/** The events of some types: pages from the first one on, as the server reads them, and then those that happen. */
export class FilteredEventsStore {
  readonly state = new Store<FilteredEventsState>({ events: [], state: 'loading', hasMore: true, error: null });
  readonly #run: RunStore;
  readonly #types: readonly EventType[];
  #loading: AbortController | null = null;
  /** Those that happen while pages are still to come. */
  #early: TraceEvent[] = [];

  constructor(run: RunStore, types: readonly EventType[]) {
    this.#run = run;
    this.#types = types;
  }

  /** Follows the run until it is told to stop. */
  readonly open = (): (() => void) => {
    const stop = this.#run.onEvents(this.#receive);
    this.loadMore();
    return () => {
      stop();
      this.#loading?.abort();
      this.#loading = null;
    };
  };

  /** Loads the next page, if there may be one and nobody does yet. */
  readonly loadMore = (): void => {
    if (this.state.get().hasMore && this.#loading === null) void this.#load();
  };

  readonly #receive = (events: readonly TraceEvent[]): void => {
    const fitting = events.filter(({ type }) => this.#types.includes(type));
    if (fitting.length === 0) return;
    // A page that is still to come has them as well.
    if (!this.state.get().hasMore) this.#append(fitting, {});
    else if (this.#loading !== null) this.#early.push(...fitting);
  };

  async #load(): Promise<void> {
    const loading = new AbortController();
    this.#loading = loading;
    this.#early = [];
    try {
      const { events } = await client.readEvents(
        { runId: this.#run.runId, after: this.#lastSeq(), limit: PAGE, types: this.#types },
        { signal: loading.signal },
      );
      this.#loading = null;
      const hasMore = events.length === PAGE;
      this.#append(hasMore ? events : [...events, ...this.#early], { state: 'ready', hasMore, error: null });
    } catch (error) {
      if (loading.signal.aborted) return;
      this.#loading = null;
      const refusal = asApiError(error);
      logInAgain(refusal);
      this.#append([], { state: 'ready', error: refusal });
    }
  }

  #append(events: readonly TraceEvent[], news: Partial<FilteredEventsState>): void {
    const known = this.state.get();
    let lastSeq = this.#lastSeq();
    const fresh: TraceEvent[] = [];
    for (const event of events) {
      if (event.seq <= lastSeq) continue;
      fresh.push(event);
      lastSeq = event.seq;
    }
    this.state.set({ ...known, events: [...known.events, ...fresh], ...news });
  }

  #lastSeq(): number {
    return this.state.get().events.at(-1)?.seq ?? 0;
  }
}
