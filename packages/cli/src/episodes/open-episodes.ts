import type { ArtifactStore } from '@telltale/engine';
import type { EpisodeLibrary, EpisodeServices } from '@telltale/episode';
import type { Pool } from 'pg';
import { modelName } from '../model/model-place.ts';
import type { BundledWith } from '../pipelines/bundled-pipelines.ts';
import { episodeSettings } from './episode-settings.ts';

export interface EpisodesOn extends Pick<BundledWith, 'config' | 'model'> {
  /** Stays the caller's to close. */
  readonly pool: Pool;
  readonly artifacts: ArtifactStore;
}

export interface Episodes {
  readonly services: EpisodeServices;
  readonly library: EpisodeLibrary;
}

/** Opens what episodes are made with, and their library, on a database that is set up. Closes it with `stack`. */
export async function openEpisodes(
  stack: AsyncDisposableStack,
  { config, model, pool, artifacts }: EpisodesOn,
): Promise<Episodes> {
  // Much code, for those who use it.
  const { openEpisodeServices, openLibrary } = await import('@telltale/episode');
  const services = stack.use(
    await openEpisodeServices({
      ...episodeSettings(config),
      pool,
      artifacts,
      model: modelName(config.model) === null ? async () => null : model,
    }),
  );
  return { services, library: openLibrary({ ...services, maxUploadBytes: config.episode.maxDownloadBytes }) };
}
