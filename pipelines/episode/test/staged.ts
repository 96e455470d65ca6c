import { join } from 'node:path';
import { openModel } from '@telltale/agent';
import { createLocalArtifactStore, createPool, createWorker, type Worker } from '@telltale/engine';
import { EPISODES, recordingOf } from '@telltale/testing/podcasts';
import { createEnrich, createEpisode, createFeed, type EpisodeServices, openEpisodeServices } from '../src/index.ts';
import type { IndexSettings } from '../src/indexes/index.ts';
import { scriptedEngine } from './scripted-engine.ts';

/** What a process of the stage has to know. Plain data. */
export interface StagedSettings {
  readonly url: string;
  readonly folder: string;
  /** Of the world's sites; all their names are on this machine. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly indexes: IndexSettings;
  /** `null`: no language model is configured. */
  readonly modelUrl: string | null;
  readonly embeddingsUrl: string;
  readonly wikidataUrl: string;
  /** Runs of `episode` at a time. */
  readonly concurrency: number;
}

/** The pipelines as a process has them that works on the stage, and what they work with. */
export interface Staged extends AsyncDisposable {
  readonly services: EpisodeServices;
  readonly artifacts: ReturnType<typeof createLocalArtifactStore>;
  readonly episode: ReturnType<typeof createEpisode>;
  readonly feed: ReturnType<typeof createFeed>;
  readonly pipelines: NonNullable<Parameters<typeof createWorker>[0]['pipelines']>;
}

export async function openStaged(settings: StagedSettings): Promise<Staged> {
  const { url, folder, modelUrl, concurrency, hosts, port } = settings;
  const pool = createPool({ connectionString: url, application_name: 'test' });
  const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
  const opened = await openEpisodeServices({
    pool,
    artifacts,
    workFolder: join(folder, 'work'),
    model: await modelAt(modelUrl),
    browser: {
      folder: join(folder, 'browsers'),
      recordTrace: false,
      screenshots: 'asked',
      settleMs: 200,
      allowPrivateNetworks: hosts,
      outbound: { lookup, ports: [port] },
    },
    outbound: { allowPrivate: [...hosts, '127.0.0.1'], lookup },
    indexes: settings.indexes,
    embeddings: { api: { baseUrl: settings.embeddingsUrl, model: 'words', dimensions: 8 } },
    wikidata: { baseUrl: settings.wikidataUrl },
  });
  const services = { ...opened, engines: async () => [LISTENER] };
  const given = async () => services;
  const enrich = createEnrich({ services: given });
  // Workers are killed more often here than a run survives by itself.
  const episode = { ...createEpisode({ services: given, concurrency, enrich }), maxTries: 20 };
  const feed = createFeed({ services: given, episode });
  return {
    services,
    artifacts,
    episode,
    feed,
    pipelines: [episode, feed, enrich],
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}

/** A worker that finds out soon what became of the others. */
export async function workOn({ url }: StagedSettings, { pipelines, artifacts }: Staged): Promise<Worker> {
  return await createWorker({ url, pipelines, artifacts, settings: { watchdogMs: 20 } });
}

/** Knows each recording by its length, and hears what is said in it. */
const LISTENER = scriptedEngine({
  hears: (_, { durationS }) => {
    const off = (recording: { readonly durationS: number }) => Math.abs(recording.durationS - durationS);
    const [heard] = Object.values(EPISODES)
      .map(recordingOf)
      .toSorted((a, b) => off(a) - off(b));
    const segments = heard?.cues.map(({ startS: start, endS: end, text }) => ({ start, end, text })) ?? [];
    return { language: 'en', segments };
  },
});

async function modelAt(baseUrl: string | null): Promise<EpisodeServices['model']> {
  const model = baseUrl === null ? null : await openModel('openai-compatible:scripted', { baseUrl });
  return async () => model;
}

async function lookup(name: string): Promise<string[]> {
  if (name.endsWith('.test') || name === '127.0.0.1') return ['127.0.0.1'];
  throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
}
