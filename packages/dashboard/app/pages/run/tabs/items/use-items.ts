import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ItemOutcome } from '@telltale/core';
import { useEffect, useRef } from 'react';
import { client } from '../../../../live/client.ts';

const PAGE = 500;
/** The pause before a page is read again, in ms. */
const REFRESH_MS = 1_000;

interface ItemsOf {
  readonly runId: string;
  readonly step: string;
  readonly outcome: ItemOutcome | undefined;
  /** How many have ended: when it changes, there is something to be read again. */
  readonly ended: number;
}

/** The items of a step that have ended, in pages, by their keys. They are read again as more end, the slower the more pages there are. */
export function useItems({ runId, step, outcome, ended }: ItemsOf) {
  const query = useInfiniteQuery({
    queryKey: ['items', runId, step, outcome ?? null],
    queryFn: ({ pageParam, signal }) =>
      client.listItems(
        {
          runId,
          step,
          limit: PAGE,
          ...(outcome === undefined ? {} : { outcome }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages.length ?? 1;
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isFirst = useRef(true);
  const { refetch } = query;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the count is the reason to read again.
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      void refetch();
    }, REFRESH_MS * pages);
  }, [ended]);

  useEffect(() => () => clearTimeout(waiting.current), []);

  return query;
}
