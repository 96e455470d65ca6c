import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type AnswerOf, SEARCH_MODES } from '@telltale/api';
import { client } from '../../live/client.ts';

export type Hit = AnswerOf<'searchPassages'>['hits'][number];
type Mode = (typeof SEARCH_MODES)[number];

/** What stands in the address of the page. */
export interface Asked {
  readonly text?: string | undefined;
  readonly mode?: string | undefined;
  readonly language?: string | undefined;
  readonly show?: string | undefined;
  readonly episode?: string | undefined;
  readonly entity?: number | undefined;
  /** Days. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit?: number | undefined;
}

/** How many are shown at first, and then. There are no more. */
export const LIMITS = [20, 50, 100] as const;

export function modeOf({ mode }: Asked): Mode {
  return SEARCH_MODES.find((known) => known === mode) ?? 'hybrid';
}

export function limitOf({ limit }: Asked): number {
  return LIMITS.find((known) => known >= (limit ?? 0)) ?? 100;
}

/** The passages that fit. */
export function searchQuery(asked: Asked) {
  const { text = '', language, show, episode, entity, from, to } = asked;
  const request = { text, mode: modeOf(asked), language, show, episode, entity, from, to, limit: limitOf(asked) };
  return queryOptions({
    queryKey: ['search', request],
    queryFn: ({ signal }) => client.searchPassages(request, { signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
