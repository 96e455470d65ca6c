import type { ApiError, RunSummaryBody } from '@telltale/api';
import { asApiError } from './client.ts';
import { mergeRuns, type RunChanges } from './merge-runs.ts';
import { matches, type RunFilter } from './run-filter.ts';
import { Store } from './store.ts';

/** A list of runs as its page shows it: newest first. */
export interface RunList {
  readonly runs: readonly RunSummaryBody[];
  /** `loading`: not all that match are known yet; `runs` are those that happen to be. */
  readonly state: 'loading' | 'ready';
  /** Whether there are more than `runs`. */
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  /** Why nothing newer, or no more, could be loaded. */
  readonly error: ApiError | null;
}

/** A page of the runs that the filter lets through. */
export type ReadRuns = (
  page: { readonly filter: RunFilter; readonly limit: number; readonly cursor: string | null },
  signal: AbortSignal,
) => Promise<{ readonly runs: readonly RunSummaryBody[]; readonly nextCursor: string | null }>;

export interface RunPagesOptions {
  readonly read: ReadRuns;
  /** Called when the list is as the server has it. */
  readonly onLoaded: (runs: readonly RunSummaryBody[]) => void;
  readonly onError: (error: ApiError) => void;
}

const FIRST_PAGE = 100;
const PAGE = 500;
const RETRY_MS = 2_000;

/** The pages of a list, as far as somebody has scrolled, with what changes put in its place. */
export class RunPages {
  readonly list = new Store<RunList>({
    runs: [],
    state: 'loading',
    hasMore: false,
    isLoadingMore: false,
    error: null,
  });
  readonly #options: RunPagesOptions;
  #filter: RunFilter = {};
  #nextCursor: string | null = null;
  #loading: AbortController | null = null;
  #loadingMore: AbortController | null = null;
  /** What changed while pages were on their way: they may be older. */
  readonly #meanwhile = new Map<string, RunSummaryBody | null>();

  constructor(options: RunPagesOptions) {
    this.#options = options;
  }

  /** Shows other runs: those of them that are known at once, all others with the next `load`. */
  show(filter: RunFilter): void {
    this.stop();
    this.#filter = filter;
    this.#nextCursor = null;
    const runs = this.list.get().runs.filter((run) => matches(run, filter));
    this.#tell({ runs, state: 'loading', hasMore: false, error: null });
  }

  /** Puts what changed in its place. */
  change(changes: RunChanges): void {
    if (this.#loading !== null || this.#loadingMore !== null) {
      for (const [runId, run] of changes) this.#meanwhile.set(runId, run);
    }
    const { runs, state } = this.list.get();
    this.#tell({ runs: this.#merged(runs, changes, state === 'ready') });
  }

  /** Loads as many as were there before, and at least a page, however often it takes. */
  async load(): Promise<void> {
    this.stop();
    const loading = new AbortController();
    this.#loading = loading;
    while (!loading.signal.aborted) {
      try {
        const { runs, nextCursor } = await this.#readFirst(loading.signal);
        if (loading.signal.aborted) return;
        this.#loading = null;
        this.#nextCursor = nextCursor;
        this.#tell({ runs: this.#caughtUp(runs), state: 'ready', error: null, hasMore: nextCursor !== null });
        this.#options.onLoaded(runs);
        return;
      } catch (error) {
        if (loading.signal.aborted) return;
        const refusal = asApiError(error);
        this.#tell({ error: refusal });
        this.#options.onError(refusal);
        if (!refusal.retryable) return;
        await new Promise((resolve) => setTimeout(resolve, refusal.retryAfterMs ?? RETRY_MS));
      }
    }
  }

  /** Loads the next page, if there is one and nobody does yet. */
  async loadMore(): Promise<void> {
    const cursor = this.#nextCursor;
    if (cursor === null || this.#loading !== null || this.#loadingMore !== null) return;
    const loading = new AbortController();
    this.#loadingMore = loading;
    this.#tell({ isLoadingMore: true, error: null });
    try {
      const page = await this.#read(PAGE, cursor, loading.signal);
      if (loading.signal.aborted) return;
      const { runs } = this.list.get();
      const known = new Set(runs.map(({ runId }) => runId));
      this.#nextCursor = page.nextCursor;
      this.#loadingMore = null;
      const all = [...runs, ...page.runs.filter(({ runId }) => !known.has(runId))];
      this.#tell({ runs: this.#caughtUp(all), hasMore: page.nextCursor !== null, isLoadingMore: false });
    } catch (error) {
      if (loading.signal.aborted) return;
      this.#loadingMore = null;
      this.fail(asApiError(error));
    }
  }

  /** Says that nothing newer can be loaded. */
  fail(error: ApiError): void {
    this.#tell({ error, isLoadingMore: false });
    this.#options.onError(error);
  }

  /** Loads nothing more. */
  stop(): void {
    this.#loading?.abort();
    this.#loading = null;
    this.#loadingMore?.abort();
    this.#loadingMore = null;
    this.#meanwhile.clear();
    this.#tell({ isLoadingMore: false });
  }

  async #readFirst(signal: AbortSignal): ReturnType<ReadRuns> {
    const wanted = Math.max(FIRST_PAGE, this.list.get().runs.length);
    const runs: RunSummaryBody[] = [];
    for (let cursor: string | null = null; ; ) {
      const page = await this.#read(Math.min(PAGE, wanted - runs.length), cursor, signal);
      runs.push(...page.runs);
      cursor = page.nextCursor;
      if (cursor === null || runs.length >= wanted) return { runs, nextCursor: cursor };
    }
  }

  async #read(limit: number, cursor: string | null, signal: AbortSignal): ReturnType<ReadRuns> {
    return await this.#options.read({ filter: this.#filter, limit, cursor }, signal);
  }

  /** Pages with what changed while they were on their way. */
  #caughtUp(runs: readonly RunSummaryBody[]): readonly RunSummaryBody[] {
    const caughtUp = this.#merged(runs, this.#meanwhile, true);
    this.#meanwhile.clear();
    return caughtUp;
  }

  /** `isLoaded`: the pages are there up to the cursor. */
  #merged(runs: readonly RunSummaryBody[], changes: RunChanges, isLoaded: boolean): readonly RunSummaryBody[] {
    return mergeRuns({ runs, filter: this.#filter, isWhole: isLoaded && this.#nextCursor === null }, changes);
  }

  #tell(news: Partial<RunList>): void {
    this.list.set({ ...this.list.get(), ...news });
  }
}
