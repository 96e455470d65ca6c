import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '@telltale/api';
import { hasEnded } from '@telltale/core';
import { client } from '../../live/client.ts';

export type EpisodeSummary = AnswerOf<'listEpisodes'>['episodes'][number];
export type Episode = AnswerOf<'getEpisode'>;
export type Segment = AnswerOf<'getTranscript'>['segments'][number];
export type EpisodeRun = AnswerOf<'listRunsOfSubject'>['runs'][number];

export interface EpisodeFilter {
  readonly text?: string | undefined;
  readonly show?: string | undefined;
  /** Only those that can be searched. */
  readonly ready?: true | undefined;
}

/** How often an episode is looked at while a run works on it, in ms. */
const BUSY_EVERY_MS = 5_000;
const LIST_EVERY_MS = 15_000;
/** A list of which somebody has read on so far is left as it is. */
const PAGES_LOOKED_AT_AGAIN = 2;
const PAGE = 100;
/** Words have times of their own where speech was recognised here; of a long transcript they are megabytes. */
const MAX_SEGMENTS_WITH_WORDS = 2_000;

const FIRST: string | undefined = undefined;

/** Episodes, those that were published last first. */
export function episodesQuery({ text, show, ready }: EpisodeFilter) {
  return infiniteQueryOptions({
    queryKey: ['episodes', text ?? '', show ?? '', ready === true],
    queryFn: ({ pageParam, signal }) =>
      client.listEpisodes({ text, show, all: ready !== true, limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= PAGES_LOOKED_AT_AGAIN ? LIST_EVERY_MS : false),
  });
}

/** The newest run of an episode, or `null`. */
export function newestRunQuery(episodeId: string) {
  return queryOptions({
    queryKey: ['episode', episodeId, 'newest-run'],
    queryFn: async ({ signal }) => {
      const { runs } = await client.listRunsOfSubject({ subject: episodeId, limit: 1 }, { signal });
      return runs[0] ?? null;
    },
    refetchInterval: ({ state: { data } }) => (data && !hasEnded(data.state) ? BUSY_EVERY_MS : LIST_EVERY_MS),
  });
}

/** All that is known of an episode. While a run works on it, it changes with each step. */
export function episodeQuery(episodeId: string, isBusy: boolean) {
  return queryOptions({
    queryKey: ['episode', episodeId],
    queryFn: ({ signal }) => client.getEpisode({ episodeId }, { signal }),
    refetchInterval: isBusy ? BUSY_EVERY_MS : false,
  });
}

/** Every run of an episode, newest first. */
export function runsQuery(episodeId: string) {
  return infiniteQueryOptions({
    queryKey: ['episode', episodeId, 'runs'],
    queryFn: ({ pageParam, signal }) => client.listRunsOfSubject({ subject: episodeId, cursor: pageParam }, { signal }),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // Somebody may start one elsewhere.
    refetchInterval: ({ state }) =>
      runInFlight(state.data?.pages.flatMap(({ runs }) => runs)) ? BUSY_EVERY_MS : LIST_EVERY_MS,
  });
}

/** The transcript as the episode has it; one that was made anew is read anew. */
export function transcriptQuery({ episodeId, segments, readyAt }: Pick<Episode, 'episodeId' | 'segments' | 'readyAt'>) {
  return queryOptions({
    queryKey: ['episode', episodeId, 'transcript', segments, readyAt],
    queryFn: ({ signal }) =>
      client.getTranscript({ episodeId, words: segments <= MAX_SEGMENTS_WITH_WORDS }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
}

/** The run that works on the episode, or is about to. */
export function runInFlight(runs: readonly EpisodeRun[] | undefined): EpisodeRun | undefined {
  return runs?.find(({ state }) => !hasEnded(state));
}
