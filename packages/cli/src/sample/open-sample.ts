import { createClient } from '@telltale/engine/client';
import type { PublicFiles } from '@telltale/server';
import type { Parts } from '../services/parts.ts';

/** The show that comes with Telltale, so that a first start has something to see. */
export interface Sample {
  readonly files: PublicFiles;
  /** Lets episodes be made of what a server gives out of `files`, and of nothing else on it. */
  readonly allowOn: (serverUrl: string) => void;
  /** Submits its first episode, where there never was a run. Gives the run's id, or `null` if there was one already. */
  readonly submit: (serverUrl: string) => Promise<string | null>;
}

export async function openSample({
  pool,
  pipelines,
  episodes,
}: Pick<Parts, 'pool' | 'pipelines' | 'episodes'>): Promise<Sample> {
  const { openSampleShow } = await import('@telltale/episode');
  const show = await openSampleShow();
  return {
    files: show.files,
    allowOn: (serverUrl) => episodes.services.outbound.allowBelow(show.url(serverUrl)),
    submit: async (serverUrl) => {
      await using client = await createClient({ pool, pipelines });
      const { runs } = await client.reader.listRuns({ limit: 1 });
      if (runs.length > 0) return null;
      const input = { url: show.episodeUrl(serverUrl) };
      const { runId } = await client.submit('episode', input, { reason: 'the first start' });
      return runId;
    },
  };
}
