import type { ArtifactStore } from '@telltale/engine';
import type { EpisodeLibrary, EpisodeServices, EpisodeSettings } from '@telltale/episode';
import type { Pool } from 'pg';
import type { Config } from '../config/schema.ts';
import { modelName } from '../model/model-place.ts';
import { sharedModel } from '../model/shared-model.ts';
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
      models: modelsOf(config),
    }),
  );
  return { services, library: openLibrary({ ...services, maxUploadBytes: config.episode.maxDownloadBytes }) };
}

/** Models that some have instead of the common one, by the name that was given for each. */
function modelsOf({ model, episode: { models } }: Config): NonNullable<EpisodeSettings['models']> {
  const named = Object.entries(models).flatMap(([user, name]) =>
    name === undefined ? [] : [[user, sharedModel({ model: { ...model, name } })]],
  );
  return Object.fromEntries(named);
}
