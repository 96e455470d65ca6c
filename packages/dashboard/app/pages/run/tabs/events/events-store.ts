import type { ApiError } from '@telltale/api';
import type { TraceEvent } from '@telltale/core';
import { asApiError, client, logInAgain } from '../../../../live/client.ts';
import type { RunStore } from '../../../../live/run-store.ts';
import { Store } from '../../../../live/store.ts';
import { EventPages } from './event-pages.ts';

export interface EventsState {
  /** The oldest event that is still kept, and the newest; 0 for none. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Changes when events that were not known are. */
  readonly version: number;
  readonly error: ApiError | null;
}

const PAGE_SIZE = 200;
const MAX_PAGES = 50;
/** A reader who drags the scrollbar wants what is there when he stops. */
const SETTLE_MS = 60;
/** News may come sixty times a second, which nobody can read. */
const TELL_EVERY_MS = 150;

/** All events of a run, each at hand by its seq: those that are looked at are loaded, the new ones come by themselves. */
export class EventsStore {
  readonly state: Store<EventsState>;
  readonly #run: RunStore;
  readonly #pages = new EventPages({ pageSize: PAGE_SIZE, maxPages: MAX_PAGES });
  #wanted: readonly [firstSeq: number, lastSeq: number] | null = null;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #toldAt = 0;
  #loading: AbortController | null = null;

  constructor(run: RunStore) {
    this.#run = run;
    const { view, summary } = run.picture.get();
    this.state = new Store<EventsState>({
      firstSeq: summary?.firstSeq ?? 1,
      lastSeq: view?.lastSeq ?? 0,
      version: 0,
      error: null,
    });
  }

  /** Follows the run until it is told to stop. */
  readonly open = (): (() => void) => {
    const stopEvents = this.#run.onEvents((events) => this.#pages.put(events.slice(-MAX_PAGES * PAGE_SIZE)));
    const stopPicture = this.#run.picture.subscribe(() => this.#tellSoon());
    this.#tell();
    return () => {
      stopEvents();
      stopPicture();
      clearTimeout(this.#settling);
      clearTimeout(this.#telling);
      this.#telling = undefined;
      this.#loading?.abort();
      this.#loading = null;
    };
  };

  /** `undefined` while it is not loaded. */
  readonly get = (seq: number): TraceEvent | undefined => this.#pages.get(seq);

  /** Says which events are looked at: they are loaded if they are not known. */
  readonly want = (firstSeq: number, lastSeq: number): void => {
    this.#wanted = [firstSeq, lastSeq];
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#load(), SETTLE_MS);
  };

  readonly retry = (): void => void this.#load();

  async #load(): Promise<void> {
    if (this.#loading !== null || this.#wanted === null) return;
    const [firstSeq, lastSeq] = this.#wanted;
    const page = this.#pages.missing(Math.max(firstSeq, this.state.get().firstSeq), lastSeq);
    if (page === null) return;
    const loading = new AbortController();
    this.#loading = loading;
    try {
      const answer = await client.readEvents(
        { runId: this.#run.runId, after: this.#pages.before(page), limit: PAGE_SIZE },
        { signal: loading.signal },
      );
      this.#pages.put(answer.events);
      this.#loading = null;
      this.#tell({ firstSeq: answer.firstSeq, error: null });
      // What is looked at may be on two pages, and is another one by now if somebody scrolls.
      if (answer.events.length > 0) void this.#load();
    } catch (error) {
      if (loading.signal.aborted) return;
      this.#loading = null;
      const refusal = asApiError(error);
      logInAgain(refusal);
      this.#tell({ error: refusal });
    }
  }

  #tellSoon(): void {
    if (this.#telling !== undefined) return;
    const waitMs = TELL_EVERY_MS - (performance.now() - this.#toldAt);
    if (waitMs <= 0) this.#tell();
    else this.#telling = setTimeout(() => this.#tell(), waitMs);
  }

  #tell(news: Partial<EventsState> = {}): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#toldAt = performance.now();
    const before = this.state.get();
    const { view, summary } = this.#run.picture.get();
    const lastSeq = view?.lastSeq ?? before.lastSeq;
    // Another past than the one that was known.
    if (lastSeq < before.lastSeq) this.#pages.clear();
    const firstSeq = Math.max(before.firstSeq, summary?.firstSeq ?? 1);
    if (Object.keys(news).length === 0 && lastSeq === before.lastSeq && firstSeq === before.firstSeq) return;
    this.state.set({ ...before, firstSeq, lastSeq, version: before.version + 1, ...news });
  }
}
