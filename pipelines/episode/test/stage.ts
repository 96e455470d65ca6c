import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '@telltale/browser';
import { type Client, createClient } from '@telltale/engine/client';
import { type Child, runChild, type TestDatabase } from '@telltale/testing';
import { startEmbeddingsServer } from '@telltale/testing/embeddings';
import { startKnowledge } from '@telltale/testing/knowledge';
import { type ModelServer, startModelServer } from '@telltale/testing/model';
import { PODCAST_SHAPES, type PodcastWorld, startPodcastWorld } from '@telltale/testing/podcasts';
import { describe } from 'vitest';
import { type EpisodeInput, type EpisodeLibrary, type EpisodeServices, openLibrary } from '../src/index.ts';
import type { FromEpisodeWorker } from './fixtures/episode-worker.ts';
import { flawsOf, type MadeEpisode, madeEpisode } from './library-state.ts';
import { answersOf } from './scripted-mind.ts';
import { openStaged, type Staged, type StagedSettings, workOn } from './staged.ts';

const found = await findBrowser({ env: process.env }).catch(() => null);

/** `describe`, for what needs a real browser. */
export const describeWithBrowser = (name: string, body: () => void): void => {
  if (found === null) describe.skip(`${name} (skipped: there is no browser on this machine)`, body);
  else describe(name, body);
};

export interface StageOptions {
  /** Whether the scripted model is configured. Default: none is. */
  readonly model?: boolean;
  /** Another one that is. */
  readonly modelUrl?: string;
}

/** The world of podcasts, all that stands in for services, and the whole pipeline at work on them. */
export class Stage implements AsyncDisposable {
  readonly world: PodcastWorld;
  readonly model: ModelServer;
  readonly client: Client;
  readonly #db: TestDatabase;
  readonly #settings: StagedSettings;
  readonly #staged: Staged;
  readonly #stack: AsyncDisposableStack;

  static async open(db: TestDatabase, options: StageOptions = {}): Promise<Stage> {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'telltale-episodes-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const world = stack.use(await startPodcastWorld());
    const model = stack.use(await startModelServer());
    model.answerWith(answersOf(world));
    const embeddings = stack.use(await startEmbeddingsServer());
    const wikidata = stack.use(await startKnowledge());
    const settings: StagedSettings = {
      url: db.url,
      folder,
      hosts: world.sites.hosts,
      port: world.sites.port,
      indexes: world.indexAddresses,
      modelUrl: options.modelUrl ?? (options.model ? model.url : null),
      embeddingsUrl: embeddings.url,
      wikidataUrl: wikidata.url,
      concurrency: 12,
    };
    const staged = stack.use(await openStaged(settings));
    const { pipelines, artifacts } = staged;
    const client = stack.use(await createClient({ url: db.url, pipelines, artifacts }));
    return new Stage(db, { settings, staged, world, model, client, stack: stack.move() });
  }

  private constructor(
    db: TestDatabase,
    opened: Pick<Stage, 'world' | 'model' | 'client'> & {
      readonly settings: StagedSettings;
      readonly staged: Staged;
      readonly stack: AsyncDisposableStack;
    },
  ) {
    this.#db = db;
    this.#settings = opened.settings;
    this.#staged = opened.staged;
    this.#stack = opened.stack;
    this.world = opened.world;
    this.model = opened.model;
    this.client = opened.client;
  }

  /** Works in this process, until the stage is closed. */
  async workHere(): Promise<void> {
    const worker = await workOn(this.#settings, this.#staged);
    this.#stack.defer(() => worker.stop({ graceMs: 0 }));
  }

  /** Starts a worker in a process of its own. */
  async work(): Promise<StagedWorker> {
    const settings = { ...this.#settings, concurrency: 4 };
    const file = new URL('./fixtures/episode-worker.ts', import.meta.url);
    const child = this.#stack.use(runChild<FromEpisodeWorker, never>(file, { args: [JSON.stringify(settings)] }));
    const { workerId } = await child.message('ready');
    return { child, workerId };
  }

  /** Kills a worker, and has the others know it at once. */
  async kill({ child, workerId }: StagedWorker): Promise<void> {
    await child.kill();
    await this.#db.query(
      `UPDATE telltale.worker SET heartbeat_at = now() - interval '41 seconds' WHERE worker_id = $1`,
      [workerId],
    );
  }

  async submit(input: EpisodeInput): Promise<string> {
    return (await this.client.submit(this.#staged.episode, input)).runId;
  }

  /** The id of the episode that a run made. Throws what it failed with. */
  async episodeOf(runId: string): Promise<string> {
    const end = await this.client.wait(this.#staged.episode, runId);
    if (end.state === 'succeeded') return end.result.episodeId;
    throw end.state === 'failed' ? end.error : new Error(`run ${runId} was cancelled`);
  }

  async made(episodeId: string): Promise<MadeEpisode> {
    return await madeEpisode(this.services, episodeId);
  }

  /** What is wrong with the library; a test expects nothing. */
  async flaws(): Promise<readonly string[]> {
    return await flawsOf(this.services, join(this.#settings.folder, 'artifacts'));
  }

  get services(): EpisodeServices {
    return this.#staged.services;
  }

  get library(): EpisodeLibrary {
    return openLibrary(this.services);
  }

  /** How a run failed: the code of the step's error, what people read, and what was tried, each source once. */
  async failure(runId: string): Promise<Failed> {
    const end = await this.client.wait(runId);
    if (end.state !== 'failed') throw new Error(`run ${runId} did not fail but ${end.state}`);
    const { events } = await this.client.reader.readEvents(runId, { limit: 1_000 });
    const told = events.findLast((event) => event.type === 'step.failed');
    const tried = end.error.report?.tried.map(({ source }) => source) ?? [];
    return { code: told?.data.error.code ?? null, message: end.error.message, tried: [...new Set(tried)] };
  }

  /** What a run wrote into its trace. */
  async told(runId: string): Promise<readonly string[]> {
    const { events } = await this.client.reader.readEvents(runId, { limit: 1_000 });
    return events.flatMap((event) => (event.type === 'log.written' ? [event.data.message] : []));
  }

  /** The page of a shape, by its name. */
  urlOf(name: string): string {
    const shape = PODCAST_SHAPES.find((each) => each.name === name);
    if (shape === undefined) throw new Error(`there is no shape ${name}`);
    return this.world.urlOf(shape);
  }

  /** Makes a run of `feed` to its end; gives how many runs of episodes it started. */
  async takeFeed(url: string, latest?: number): Promise<number> {
    const { feed } = this.#staged;
    const { runId } = await this.client.submit(feed, latest === undefined ? { url } : { url, latest });
    const end = await this.client.wait(feed, runId);
    if (end.state === 'succeeded') return end.result.started;
    throw end.state === 'failed' ? end.error : new Error(`run ${runId} was cancelled`);
  }

  /** All runs of a pipeline, the newest first. */
  async runsOf(pipeline: 'episode' | 'enrich'): Promise<readonly string[]> {
    const { runs } = await this.client.reader.listRuns({ pipeline, limit: 500 });
    return runs.map(({ runId }) => runId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

export interface Failed {
  readonly code: string | null;
  readonly message: string;
  readonly tried: readonly string[];
}

export interface StagedWorker {
  readonly child: Child<FromEpisodeWorker, never>;
  readonly workerId: string;
}
