import type { AgentModel } from '@telltale/agent';
import { createBrowse } from '@telltale/browse';
import type { AnyPipeline } from '@telltale/engine';
import type { EpisodeServices } from '@telltale/episode';
import type { Config } from '../config/schema.ts';
import { browserOptions } from './browser-options.ts';

/** What the pipelines that come with Telltale work with. */
export interface BundledWith {
  readonly config: Config;
  readonly model: () => Promise<AgentModel>;
  readonly episodes: EpisodeServices;
}

/** The pipelines that come with Telltale. What they need may not be configured; then their runs say so. */
export async function bundledPipelines({ config, model, episodes }: BundledWith): Promise<readonly AnyPipeline[]> {
  // Much code, for those who use it.
  const { createEnrich, createEpisode, createFeed } = await import('@telltale/episode');
  const services = async () => episodes;
  const enrich = createEnrich({ services: async () => episodes.for('enrich') });
  const canEnrich = episodes.wikidata !== null || episodes.musicbrainz !== null;
  const { concurrency } = config.episode;
  const episode = createEpisode({ services, concurrency, ...(canEnrich ? { enrich } : {}) });
  return [episode, createFeed({ services, episode }), enrich, createBrowse({ model, browser: browserOptions(config) })];
}
