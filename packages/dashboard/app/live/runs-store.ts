import type { ApiError, RunSummaryBody, RunsMessage } from '@telltale/api';
import { asApiError, client, logInAgain } from './client.ts';
import { setServerTime } from './clock.ts';
import { connectionIs, setConnection } from './connection.ts';
import { keepFollowing } from './keep-following.ts';
import { onceAFrame } from './once-a-frame.ts';
import { matches, type RunFilter } from './run-filter.ts';
import { Store } from './store.ts';

/** A list of runs as its page shows it: newest first. */
export interface RunList {
  readonly runs: readonly RunSummaryBody[];
  /** `loading`: nothing is known yet. */
  readonly state: 'loading' | 'ready';
  /** Whether there are more than `runs`. */
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  /** Why nothing newer could be loaded. */
  readonly error: ApiError | null;
}

const FIRST_PAGE = 100;
const PAGE = 500;
const RETRY_MS = 2_000;

/**
 * A list of runs, live: pages as far as somebody has scrolled, and each run in them as it is now. What the stream tells of is
 * put in its place, so that nothing is loaded again but after a lost connection.
 */
export class RunsStore {
  readonly list: Store<RunList>;
  readonly #filter: RunFilter;
  readonly #frame = onceAFrame(() => this.#draw());
  readonly #onChanges: () => void;
  #runs: readonly RunSummaryBody[] = [];
  #nextCursor: string | null = null;
  /** What changed since the last frame; `null` for a run that was removed. */
  #changes = new Map<string, RunSummaryBody | null>();
  #loading: AbortController | null = null;
  #isLoadingMore = false;

  /** `onChanges` is called when something of any run has changed. */
  constructor(filter: RunFilter, onChanges: () => void) {
    this.#filter = filter;
    this.#onChanges = onChanges;
    this.list = new Store<RunList>({
      runs: [],
      state: 'loading',
      hasMore: false,
      isLoadingMore: false,
      error: null,
    });
  }

  /** Follows the runs until it is told to stop. */
  readonly open = (): (() => void) => {
    setConnection(connectionIs('connecting'));
    const { pipeline } = this.#filter;
    const stop = keepFollowing<RunsMessage>({
      open: (signal) => client.followRuns({ pipeline }, { signal }),
      receive: (message) => this.#receive(message),
      onRefused: (error) => this.#tell({ error }),
    });
    return () => {
      stop();
      this.#loading?.abort();
      this.#frame.stop();
    };
  };

  /** Loads the next page, if there is one and nobody does yet. */
  readonly loadMore = (): void => {
    if (this.#nextCursor !== null && !this.#isLoadingMore) void this.#loadMore(this.#nextCursor);
  };

  #receive(message: RunsMessage): void {
    if (message.kind === 'resync') {
      void this.#load();
    } else if (message.kind === 'changed') {
      for (const run of message.runs) this.#changes.set(run.runId, run);
      for (const runId of message.removed) this.#changes.set(runId, null);
      if (message.runs[0] !== undefined) setServerTime(message.runs[0].asOf);
      this.#frame.request();
    }
  }

  /** As many as were there before, and at least a page. */
  async #load(): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const wanted = Math.max(FIRST_PAGE, this.#runs.length);
    while (!loading.signal.aborted) {
      try {
        const runs: RunSummaryBody[] = [];
        let cursor: string | null | undefined;
        do {
          const limit = Math.min(PAGE, wanted - runs.length);
          const page = await client.listRuns(this.#query(limit, cursor ?? null), { signal: loading.signal });
          runs.push(...page.runs);
          cursor = page.nextCursor;
        } while (cursor !== null && runs.length < wanted);
        this.#runs = runs;
        this.#nextCursor = cursor;
        if (runs[0] !== undefined) setServerTime(runs[0].asOf);
        setConnection(connectionIs('live'));
        this.#tell({ state: 'ready', error: null });
        this.#draw();
        this.#onChanges();
        return;
      } catch (error) {
        if (loading.signal.aborted) return;
        const refusal = asApiError(error);
        logInAgain(refusal);
        this.#tell({ error: refusal });
        if (!refusal.retryable) return;
        await new Promise((resolve) => setTimeout(resolve, refusal.retryAfterMs ?? RETRY_MS));
      }
    }
  }

  async #loadMore(cursor: string): Promise<void> {
    this.#isLoadingMore = true;
    this.#tell({ isLoadingMore: true });
    try {
      const page = await client.listRuns(this.#query(PAGE, cursor));
      // A list that was loaded anew meanwhile goes on from its own end.
      if (cursor === this.#nextCursor) {
        const known = new Set(this.#runs.map(({ runId }) => runId));
        this.#runs = [...this.#runs, ...page.runs.filter(({ runId }) => !known.has(runId))];
        this.#nextCursor = page.nextCursor;
      }
      this.#tell({ error: null });
    } catch (error) {
      this.#tell({ error: asApiError(error) });
    } finally {
      this.#isLoadingMore = false;
      this.#draw();
    }
  }

  #query(limit: number, cursor: string | null): Parameters<typeof client.listRuns>[0] {
    const { status, verdict, text, waiting, ...rest } = this.#filter;
    return {
      ...rest,
      ...(status === undefined ? {} : { status: [...status] }),
      ...(verdict === undefined ? {} : { verdict: [...verdict] }),
      ...(waiting === undefined ? {} : { waiting }),
      ...(text === undefined || text.trim() === '' ? {} : { text }),
      ...(cursor === null ? {} : { cursor }),
      limit,
    } as Parameters<typeof client.listRuns>[0];
  }

  #draw(): void {
    if (this.list.get().state === 'loading') return;
    if (this.#changes.size > 0) {
      this.#runs = merge(this.#runs, this.#changes, this.#filter, this.#nextCursor === null);
      this.#changes = new Map();
      this.#onChanges();
    }
    this.#tell({ runs: this.#runs, hasMore: this.#nextCursor !== null, isLoadingMore: this.#isLoadingMore });
  }

  #tell(news: Partial<RunList>): void {
    this.list.set({ ...this.list.get(), ...news });
  }
}

/** The list with what changed: runs in their new state, those that came to match in their place, the others gone. */
export function merge(
  runs: readonly RunSummaryBody[],
  changes: ReadonlyMap<string, RunSummaryBody | null>,
  filter: RunFilter,
  isWhole: boolean,
): readonly RunSummaryBody[] {
  const left = new Map(changes);
  const kept = runs.flatMap((run) => {
    const changed = left.get(run.runId);
    left.delete(run.runId);
    if (changed === undefined) return [run];
    return changed !== null && matches(changed, filter) ? [changed] : [];
  });
  const oldest = kept.at(-1);
  const added = [...left.values()].filter(
    (run): run is RunSummaryBody =>
      run !== null && matches(run, filter) && (isWhole || oldest === undefined || isNewer(run, oldest)),
  );
  return added.length === 0 ? kept : [...kept, ...added].toSorted((a, b) => (isNewer(a, b) ? -1 : 1));
}

/** As the server orders them; instants are text in time order. */
function isNewer(a: RunSummaryBody, b: RunSummaryBody): boolean {
  return a.createdAt === b.createdAt ? a.runId > b.runId : a.createdAt > b.createdAt;
}
