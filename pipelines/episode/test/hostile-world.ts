import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceEvent } from '@telltale/core';
import { type Client, createClient, createLocalArtifactStore, createPool, createWorker } from '@telltale/engine';
import type { TestDatabase } from '@telltale/testing';
import { startEmbeddingsServer } from '@telltale/testing/embeddings';
import { paths, type Site, type Sites, startSites } from '@telltale/testing/web';
import { afterAll, beforeAll } from 'vitest';
import {
  createEpisode,
  createFeed,
  type EpisodeInput,
  type EpisodeLibrary,
  type EpisodeServices,
  openEpisodeServices,
  openLibrary,
} from '../src/index.ts';
import { scriptedEngine } from './scripted-engine.ts';
import { writeSpokenAudio } from './spoken-audio.ts';

/** Seconds of the audio that the world has. */
export const AUDIO_S = 6;

/** A site, `evil.test`, that sends what it likes, and the whole pipeline at work on it. Call it at the top of a file. */
export function hostileWorld(db: TestDatabase, pages: Readonly<Record<string, Site>>): HostileWorld {
  const world = new HostileWorld(db, pages);
  beforeAll(() => world.open());
  afterAll(() => world.close());
  return world;
}

interface Opened {
  readonly sites: Sites;
  readonly client: Client;
  readonly services: EpisodeServices;
  readonly audio: Buffer;
  readonly folder: string;
}

export class HostileWorld {
  readonly #db: TestDatabase;
  readonly #pages: Readonly<Record<string, Site>>;
  readonly #stack = new AsyncDisposableStack();
  #opened: Opened | null = null;

  constructor(db: TestDatabase, pages: Readonly<Record<string, Site>>) {
    this.#db = db;
    this.#pages = pages;
  }

  async open(): Promise<void> {
    const stack = this.#stack;
    const folder = await mkdtemp(join(tmpdir(), 'telltale-hostile-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const spoken = join(folder, 'spoken.wav');
    await writeSpokenAudio(spoken, AUDIO_S);
    const audio = await readFile(spoken);
    const file: Site = () => ({ headers: { 'content-type': 'audio/wav' }, body: audio });
    // Who is asked there was reached past the rules.
    const inside: Site = () => ({ headers: { 'content-type': 'audio/wav' }, body: audio });
    const evil = paths({ '/a.wav': file, ...this.#pages });
    const sites = stack.use(await startSites({ extra: { evil, inside } }));
    const embeddings = stack.use(await startEmbeddingsServer());
    const pool = createPool({ connectionString: this.#db.url, application_name: 'test' });
    stack.defer(() => pool.end());
    const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
    const opened = stack.use(
      await openEpisodeServices({
        pool,
        artifacts,
        workFolder: join(folder, 'work'),
        model: async () => null,
        outbound: { allowPrivate: ['evil.test'], lookup: sites.lookup },
        embeddings: { api: { baseUrl: embeddings.url, model: 'words', dimensions: 8 } },
      }),
    );
    const services = { ...opened, engines: async () => [scriptedEngine()] };
    const given = async () => services;
    const episode = createEpisode({ services: given, concurrency: 8 });
    const pipelines = [episode, createFeed({ services: given, episode })];
    const client = stack.use(await createClient({ url: this.#db.url, pipelines, artifacts }));
    const worker = await createWorker({ url: this.#db.url, pipelines, artifacts });
    stack.defer(() => worker.stop({ graceMs: 0 }));
    this.#opened = { sites, client, services, audio, folder };
  }

  async close(): Promise<void> {
    await this.#stack.disposeAsync();
  }

  get #now(): Opened {
    if (this.#opened === null) throw new Error('the world is there in tests only');
    return this.#opened;
  }

  get sites(): Sites {
    return this.#now.sites;
  }

  get services(): EpisodeServices {
    return this.#now.services;
  }

  get client(): Client {
    return this.#now.client;
  }

  get library(): EpisodeLibrary {
    return openLibrary(this.#now.services);
  }

  /** A WAV file in which nobody can hear anything wrong. */
  get audio(): Buffer {
    return this.#now.audio;
  }

  /** For files of the test's own. */
  get folder(): string {
    return this.#now.folder;
  }

  url(path: string): string {
    return this.sites.url('evil', path);
  }

  /** How a run of an episode ended. */
  async end(input: EpisodeInput): Promise<Ended> {
    const { runId } = await this.client.submit('episode', input);
    const end = await this.client.wait(runId);
    const { events } = await this.client.reader.readEvents(runId, { limit: 1_000 });
    const failed = events.findLast((event) => event.type === 'step.failed');
    return {
      runId,
      events,
      episodeId: end.state === 'succeeded' ? (end.result as { readonly episodeId: string }).episodeId : null,
      step: failed?.step ?? null,
      code: failed?.data.error.code ?? null,
      message: end.state === 'failed' ? end.error.message : null,
    };
  }

  /** Takes a run to its end; gives the episode. Throws what it failed with. */
  async made(input: EpisodeInput): Promise<string> {
    const { episodeId, message } = await this.end(input);
    if (episodeId === null) throw new Error(message ?? 'it was cancelled');
    return episodeId;
  }

  /** Sends a file as people do; gives the input of its episode. */
  async uploaded(file: Uint8Array, name = 'file.mp3'): Promise<EpisodeInput> {
    const { signal } = new AbortController();
    const { sha256 } = await this.library.receiveUpload(new Blob([Uint8Array.from(file)]).stream(), { name, signal });
    return { upload: sha256, name };
  }
}

export interface Ended {
  readonly runId: string;
  readonly events: readonly TraceEvent[];
  /** `null`: it failed. */
  readonly episodeId: string | null;
  /** In which it failed. */
  readonly step: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** A feed with one episode, `<item>` as it is given. */
export function rss(item: string, channel = ''): string {
  return `<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>The Evil Hour</title>${channel}<item><guid isPermaLink="false">1</guid>${item}</item></channel></rss>`;
}
