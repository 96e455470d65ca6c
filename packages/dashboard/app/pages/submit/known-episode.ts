import type { AnswerOf, ApiClient } from '@telltale/api';

/** An episode that was made already, and the run that did it last. */
export interface KnownEpisode {
  readonly episode: AnswerOf<'listEpisodes'>['episodes'][number];
  readonly runId: string;
}

/**
 * The episode that is known by an address or the SHA-256 of a file, if its last run has succeeded: there is nothing to do again.
 * `null` for all others; submitting them says what is so.
 */
export async function findKnownEpisode(
  client: Pick<ApiClient, 'listEpisodes' | 'listRuns'>,
  source: string,
): Promise<KnownEpisode | null> {
  const { episodes } = await client.listEpisodes({ source, limit: 1 });
  const [episode] = episodes;
  if (episode === undefined) return null;
  const { runs } = await client.listRuns({ pipeline: 'episode', subject: episode.episodeId, limit: 1 });
  const [run] = runs;
  return run?.state === 'succeeded' ? { episode, runId: run.runId } : null;
}
