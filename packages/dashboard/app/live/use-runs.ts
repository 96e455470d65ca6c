import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { client } from './client.ts';
import type { RunFilter } from './run-filter.ts';
import { type RunList, RunsStore } from './runs-store.ts';
import { useStore } from './store.ts';

/** The runs that the filter lets through, live. */
export function useRuns(filter: RunFilter): RunList & { readonly loadMore: () => void } {
  const queries = useQueryClient();
  const key = JSON.stringify(filter);
  const store = useMemo(
    () => new RunsStore(JSON.parse(key), () => void queries.invalidateQueries({ queryKey: ['run-counts'] })),
    [key, queries],
  );
  useEffect(() => store.open(), [store]);
  return { ...useStore(store.list), loadMore: store.loadMore };
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
