import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect } from 'react';
import { client } from './client.ts';
import { useNow } from './clock.ts';
import { connection } from './connection.ts';
import type { RunFilter } from './run-filter.ts';
import type { RunList } from './run-pages.ts';
import { RunsStore } from './runs-store.ts';
import { useSelected, useStore } from './store.ts';

/** One for all pages: it is there at once for who comes back. */
const store = new RunsStore();

/** Queries whose answer changes with any run begin with one of these. */
const ABOUT_RUNS = ['run-counts', 'runs'] as const;
/** How often they are asked again at most while runs change, in ms. A server counts once a second. */
const ASK_EVERY_MS = 1_000;

/** The runs that the filter lets through, live. */
export function useRuns(filter: RunFilter): RunList & { readonly loadMore: () => void; readonly reload: () => void } {
  const queries = useQueryClient();
  const key = JSON.stringify(filter);
  // Before the first picture, so that it never shows the runs of another filter.
  useLayoutEffect(() => store.show(JSON.parse(key)), [key]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    function ask(): void {
      timer = null;
      for (const name of ABOUT_RUNS) void queries.invalidateQueries({ queryKey: [name] }, { cancelRefetch: false });
    }
    const close = store.open(() => {
      timer ??= setTimeout(ask, ASK_EVERY_MS);
    });
    return () => {
      close();
      if (timer !== null) clearTimeout(timer);
    };
  }, [queries]);
  return { ...useStore(store.list), loadMore: store.loadMore, reload: store.reload };
}

/** Since when what a list shows may be out of date, in ms since the epoch; `null` while news arrives. */
export function useFrozenAt(): number | null {
  return useSelected(connection, ({ state, since }) =>
    state === 'offline' || state === 'away' ? Date.parse(since) : null,
  );
}

/** The time that the rows of a list are judged by: without news it stands still, as nobody knows what became of them. */
export function useRowTime(): number {
  const now = useNow();
  return useFrozenAt() ?? now;
}

/** How often pages without a stream of runs look, in ms. */
const COUNTS_EVERY_MS = 15_000;

/** How many runs there are, by verdict and status, and how many wait for a person. */
export function useRunCounts(pipeline?: string) {
  return useQuery({
    queryKey: ['run-counts', pipeline ?? null],
    queryFn: ({ signal }) => client.countRuns(pipeline === undefined ? {} : { pipeline }, { signal }),
    refetchInterval: COUNTS_EVERY_MS,
    // A server counts once a second at most.
    staleTime: 1_000,
    placeholderData: (known) => known,
  });
}
