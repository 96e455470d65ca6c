import { join } from 'node:path';
import { type AnyPipeline, createLocalArtifactStore, createPool } from '@telltale/engine';
import {
  createEpisode,
  createFeed,
  type EpisodeLibrary,
  openEpisodeServices,
  openLibrary,
  openSampleShow,
} from '@telltale/episode';
import { createSeason } from '../../pictures/season.ts';
import { directedPipelines } from '../../stage/directed.ts';
import { approve } from '../../stage/pipelines.ts';
import { passAt } from '../director.ts';
import type { ProcessSettings } from './settings.ts';

/** What the server and the workers of the stage have in common. */
export interface Parts {
  readonly pool: ReturnType<typeof createPool>;
  readonly artifacts: ReturnType<typeof createLocalArtifactStore>;
  /** Those that are worked on. */
  readonly pipelines: readonly AnyPipeline[];
  /** Nobody takes the runs of these. */
  readonly unattended: readonly AnyPipeline[];
  readonly episodes: Episodes | null;
}

interface Episodes {
  readonly pipelines: readonly AnyPipeline[];
  readonly library: EpisodeLibrary;
  readonly sample: Awaited<ReturnType<typeof openSampleShow>>;
  /** Lets episodes be made of what a server gives below this address. */
  readonly allowBelow: (url: string) => void;
}

export async function openParts(settings: ProcessSettings): Promise<Parts> {
  const { url, folder, directorUrl, hasEpisodes } = settings;
  const pool = createPool({ connectionString: url, application_name: 'stage' });
  // A database that is away ends connections that nobody uses just then.
  pool.on('error', () => undefined);
  const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
  const pass = passAt(directorUrl);
  const { directed, podcast, lengthy, unattended } = directedPipelines(pass);
  const episodes = hasEpisodes ? await openEpisodes({ pool, artifacts, folder }) : null;
  return {
    pool,
    artifacts,
    pipelines: [directed, podcast, lengthy, createSeason(pass), approve, ...(episodes?.pipelines ?? [])],
    unattended: [unattended],
    episodes,
  };
}

async function openEpisodes({
  pool,
  artifacts,
  folder,
}: Pick<Parts, 'pool' | 'artifacts'> & { readonly folder: string }): Promise<Episodes> {
  const opened = await openEpisodeServices({
    pool,
    artifacts,
    workFolder: join(folder, 'work'),
    model: async () => null,
    outbound: { allowPrivate: ['127.0.0.1'] },
  });
  const services = { ...opened, engines: async () => [LISTENER] };
  const given = async () => services;
  const episode = createEpisode({ services: given, concurrency: 4 });
  return {
    pipelines: [episode, createFeed({ services: given, episode })],
    library: openLibrary(services),
    sample: await openSampleShow(),
    allowBelow: (url) => opened.outbound.allowBelow(url),
  };
}

/** Hears the same sentence in whatever it is given. */
const LISTENER: Awaited<ReturnType<Awaited<ReturnType<typeof openEpisodeServices>>['engines']>>[number] = {
  kind: 'whisper',
  description: 'scripted engine',
  takes: { format: 'wav' },
  languages: null,
  maxPieceS: 12,
  transcribe: async ({ durationS }) => ({
    language: 'en',
    segments: [{ start: 0, end: durationS, text: 'Keepers of the lighthouse polished the lamp every evening.' }],
  }),
};
