import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { AnswerOf } from '@telltale/api';
import { client } from '../../live/client.ts';

export type Entity = AnswerOf<'listEntities'>['entities'][number];
export type EntityWithMentions = AnswerOf<'getEntity'>;
export type Mention = EntityWithMentions['mentionedAt'][number];

export interface EntityFilter {
  readonly text?: string | undefined;
  readonly type?: string | undefined;
}

const PAGE = 100;
const FIRST: string | undefined = undefined;

/** People, places and things, the most mentioned first. */
export function entitiesQuery({ text, type }: EntityFilter) {
  return infiniteQueryOptions({
    queryKey: ['entities', text ?? '', type ?? ''],
    queryFn: ({ pageParam, signal }) => client.listEntities({ text, type, limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** One of them, with where it is mentioned. */
export function entityQuery(entityId: number) {
  return infiniteQueryOptions({
    queryKey: ['entity', entityId],
    queryFn: ({ pageParam, signal }) => client.getEntity({ entityId, limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}
