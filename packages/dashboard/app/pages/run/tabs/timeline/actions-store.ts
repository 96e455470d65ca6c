import type { ApiError } from '@telltale/api';
import {
  type ActionState,
  type ActionView,
  EVENT_TRAITS,
  EVENT_TYPES,
  type TimelineEntry,
  type TraceEvent,
} from '@telltale/core';
import { asApiError, client, logInAgain } from '../../../../live/client.ts';
import type { RunStore } from '../../../../live/run-store.ts';
import { Store } from '../../../../live/store.ts';
import { LiveEntries } from './live-entries.ts';

export interface ActionFilter {
  readonly tool?: string | undefined;
  readonly step?: string | undefined;
  readonly outcome?: ActionState | undefined;
}

/** What is known of a run's timeline. */
export interface ActionList {
  /** Oldest first, whatever the filter; `null` for an action that stands at an earlier place. */
  readonly live: readonly (TimelineEntry | null)[];
  /** How many entries there have been up to the end of `live`. */
  readonly end: number;
  /** Older actions that the filter lets through, newest first; some may stand in `live` as well. */
  readonly older: readonly ActionView[];
  /** Milestones that may be older than `live`, oldest first. */
  readonly milestones: readonly TraceEvent[];
  readonly state: 'loading' | 'ready';
  /** Whether there are actions older than these. */
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly error: ApiError | null;
}

const PAGE = 200;
const LARGE_PAGE = 500;
const MILESTONE_PAGE = 1_000;
/** Lines that are kept of a run that is watched for long, and how many are left of them. */
const MOST_LIVE = 4_000;
const KEPT_LIVE = 1_000;
/** More milestones than this are not told of, but for the newest. */
const MILESTONE_PAGES = 10;
const MILESTONES = EVENT_TYPES.filter((type) => EVENT_TRAITS[type].inTimeline);

const NOTHING: ActionList = {
  live: [],
  end: 0,
  older: [],
  milestones: [],
  state: 'loading',
  hasMore: false,
  isLoadingMore: false,
  error: null,
};

/**
 * The timeline of a run: its end live, from the run's own events, and what is older in pages from the server, which also
 * filters. What happens to an action of an older page is put in its place.
 */
export class ActionsStore {
  readonly list = new Store<ActionList>(NOTHING);
  readonly #run: RunStore;
  readonly #filter: ActionFilter;
  readonly #live = new LiveEntries();
  #older: readonly ActionView[] = [];
  #places = new Map<string, number>();
  #milestones: readonly TraceEvent[] = [];
  #cursor: string | null = null;
  #wasRemembered = false;
  #loading: AbortController | null = null;

  constructor(run: RunStore, filter: ActionFilter) {
    this.#run = run;
    this.#filter = filter;
  }

  /** Follows the run until it is told to stop. */
  readonly open = (): (() => void) => {
    const stop = this.#run.picture.subscribe(this.#absorb);
    this.#absorb();
    return () => {
      stop();
      this.#loading?.abort();
      this.#loading = null;
      this.#forget();
    };
  };

  /** Loads the next older page, if there is one and nobody does yet. After an error it takes `retry`. */
  readonly loadMore = (): void => {
    const { hasMore, error } = this.list.get();
    if (hasMore && error === null && this.#loading === null) void this.#load({ limit: PAGE });
  };

  /** Loads older pages until there are so many actions or no more. */
  readonly loadUpTo = async (many: number): Promise<void> => {
    while (this.#cursor !== null && this.#loading === null && this.#older.length < many) {
      await this.#load({ limit: LARGE_PAGE });
    }
  };

  /** Lets go of most of what was seen go by, if that is a lot: the server has it. */
  readonly forgetOld = (): void => {
    if (this.#live.entries.length <= MOST_LIVE) return;
    this.#loading?.abort();
    this.#loading = null;
    this.#live.keep(KEPT_LIVE);
    this.#clearOlder();
    this.#tell({ state: 'ready', hasMore: true, isLoadingMore: false, error: null });
  };

  /** Goes on after an error. */
  readonly retry = (): void => {
    if (this.#loading === null) void this.#load({ limit: PAGE });
  };

  readonly #absorb = (): void => {
    const { view, isRemembered } = this.#run.picture.get();
    if (view === null) return;
    const isFirst = this.list.get().state === 'loading' && this.#loading === null;
    const isFresh = this.#wasRemembered && !isRemembered;
    this.#wasRemembered = isRemembered;
    if (isFresh) this.#forget();
    const news = this.#live.absorb(view.timeline);
    if (news === null && !isFirst) return;
    for (const action of news?.changed ?? []) {
      const place = this.#places.get(action.actionId);
      if (place !== undefined) this.#older = this.#older.with(place, action);
    }
    const isOutdated = isFirst || isFresh || news?.gap === true;
    this.#tell({});
    if (!isOutdated || isRemembered) return;
    this.#loading?.abort();
    this.#loading = null;
    this.#clearOlder();
    if (view.timeline.dropped === 0) this.#tell({ state: 'ready', hasMore: false });
    else void this.#load({ limit: PAGE });
  };

  async #load({ limit }: { readonly limit: number }): Promise<void> {
    const loading = new AbortController();
    this.#loading = loading;
    this.#tell({ isLoadingMore: true, error: null });
    try {
      const { runId } = this.#run;
      const isFirst = this.#cursor === null;
      const cursor = this.#cursor === null ? {} : { cursor: this.#cursor };
      const [page] = await Promise.all([
        client.listActionsOfRun({ runId, ...defined(this.#filter), limit, ...cursor }, { signal: loading.signal }),
        isFirst ? this.#loadMilestones(loading.signal) : undefined,
      ]);
      this.#add(page.actions);
      this.#cursor = page.nextCursor;
      this.#loading = null;
      this.#tell({ state: 'ready', hasMore: page.nextCursor !== null, isLoadingMore: false });
    } catch (error) {
      if (loading.signal.aborted) return;
      this.#loading = null;
      const refusal = asApiError(error);
      logInAgain(refusal);
      this.#tell({ state: 'ready', error: refusal, isLoadingMore: false });
    }
  }

  /** They cannot be read from the newest on, but there are few of them. */
  async #loadMilestones(signal: AbortSignal): Promise<void> {
    const { tool, outcome } = this.#filter;
    if (tool !== undefined || outcome !== undefined) return;
    const milestones: TraceEvent[] = [];
    let after = 0;
    for (let pages = 0; pages < MILESTONE_PAGES; pages += 1) {
      const { events } = await client.readEvents(
        { runId: this.#run.runId, after, limit: MILESTONE_PAGE, types: MILESTONES },
        { signal },
      );
      milestones.push(...events);
      after = events.at(-1)?.seq ?? after;
      if (events.length < MILESTONE_PAGE) break;
    }
    this.#milestones = milestones;
  }

  #add(actions: readonly ActionView[]): void {
    const fresh = actions.filter(({ actionId }) => !this.#places.has(actionId));
    for (const [offset, { actionId }] of fresh.entries()) this.#places.set(actionId, this.#older.length + offset);
    this.#older = [...this.#older, ...fresh];
  }

  #forget(): void {
    this.#live.clear();
    this.#clearOlder();
    this.list.set(NOTHING);
  }

  #clearOlder(): void {
    this.#older = [];
    this.#places = new Map();
    this.#milestones = [];
    this.#cursor = null;
  }

  #tell(news: Partial<ActionList>): void {
    this.list.set({
      ...this.list.get(),
      live: this.#live.entries,
      end: this.#live.end,
      older: this.#older,
      milestones: this.#milestones,
      ...news,
    });
  }
}

function defined(filter: ActionFilter): { tool?: string; step?: string; outcome?: ActionState } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
