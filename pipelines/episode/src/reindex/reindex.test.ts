import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, createLocalArtifactStore, createWorker, definePipeline } from '@telltale/engine';
import { VectorSpaceMismatchError } from '@telltale/vectors';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { libraryDatabase } from '../../test/library.ts';
import { TestEmbedder, TestVectors } from '../../test/meaning.ts';
import { shelve } from '../../test/shelf.ts';
import { embed } from '../embed/index.ts';
import { reindex } from './index.ts';

const db = libraryDatabase();
const pool = () => db.pool({ max: 6 });
const vectors = new TestVectors();
let embedder = new TestEmbedder();
/** What a run waits for in the step before `embed`, and after that. */
let before: () => Promise<void>;
let after: () => Promise<void>;
let steps: string[] = [];

const services = () => ({ pool: pool(), embedder: async () => embedder, vectors: async () => vectors });

const episode = definePipeline({
  name: 'episode',
  version: '1',
  input: z.object({ episodeId: z.string() }),
  subject: ({ episodeId }) => episodeId,
  steps: ['resolve', 'embed'],
  queue: { workerConcurrency: 8 },
  async run({ step, subject }) {
    await step('resolve', async () => {
      steps.push('resolve');
      await before();
    });
    await step('embed', async (s) => {
      steps.push('embed');
      await embed(s, services(), subject);
    });
    await after();
  },
});

let client: Awaited<ReturnType<typeof createClient>>;
let worker: Awaited<ReturnType<typeof createWorker>>;

beforeAll(async () => {
  const artifacts = createLocalArtifactStore({ folder: join(tmpdir(), `telltale-test-artifacts-${process.pid}`) });
  client = await createClient({ url: db.url, pipelines: [episode] });
  worker = await createWorker({ url: db.url, pipelines: [episode], artifacts });
});

afterAll(async () => {
  await worker.stop({ graceMs: 0 });
  await client.close();
});

beforeEach(async () => {
  await db.query('DELETE FROM telltale_episode.episode');
  vectors.points.clear();
  vectors.failure = null;
  vectors.cleared = () => undefined;
  embedder = new TestEmbedder();
  before = after = async () => undefined;
  steps = [];
});

/** An episode that a run has made ready, and that run. */
async function ready(): Promise<{ readonly id: string; readonly runId: string }> {
  const id = await shelve(pool(), { isReady: false, passages: ['The lamp.', 'The sea.'] });
  const { runId } = await client.submit(episode, { episodeId: id });
  expect(await client.wait(runId)).toMatchObject({ state: 'succeeded' });
  steps = [];
  return { id, runId };
}

const again = () => reindex(services(), { by: 'ann', client }, { signal: new AbortController().signal });

async function newest(id: string) {
  const { runs } = await client.reader.listRuns({ pipeline: 'episode', subject: id, limit: 1 });
  return runs[0];
}

async function settled(id: string): Promise<void> {
  await client.wait((await newest(id))?.runId ?? '');
}

test('all vectors are made anew, by runs that begin at embed and say why', async () => {
  const [one, two] = [await ready(), await ready()];
  await shelve(pool(), { isReady: false, passages: ['Not made yet.'] });
  vectors.points.set('somebody', [{ id: 9, vector: new Float32Array(4), tags: [] }]);
  const { started, fromTheStart, inFlight } = await again();
  expect({ started, fromTheStart, inFlight }).toEqual({ started: 2, fromTheStart: 0, inFlight: [] });
  await Promise.all([settled(one.id), settled(two.id)]);
  expect(steps).toEqual(['embed', 'embed']);
  expect([...vectors.points.keys()].toSorted()).toEqual([one.id, two.id].toSorted());
  const run = await newest(one.id);
  expect(run).toMatchObject({ state: 'succeeded', retryOf: one.runId });
  const { submitted } = await client.view(run?.runId ?? '');
  expect(submitted).toMatchObject({ by: 'ann', reason: 'all vectors are made anew' });
});

test('an episode whose run failed at embed is made as well, and one that failed elsewhere is not', async () => {
  const id = await shelve(pool(), { isReady: false, passages: ['The lamp.'] });
  embedder.failure = new Error('no such model');
  await client.wait((await client.submit(episode, { episodeId: id })).runId);
  const other = await shelve(pool(), { isReady: false, passages: ['The sea.'] });
  before = () => Promise.reject(new Error('no'));
  await client.wait((await client.submit(episode, { episodeId: other })).runId);
  embedder = new TestEmbedder();
  expect(await again()).toMatchObject({ started: 1, inFlight: [] });
  await settled(id);
  expect([...vectors.points.keys()]).toEqual([id]);
});

test('an episode of which no run is left is made from the start', async () => {
  const id = await shelve(pool(), { passages: ['The lamp.'] });
  expect(await again()).toMatchObject({ started: 1, fromTheStart: 1 });
  await settled(id);
  expect({ steps, vectors: await vectors.count(id) }).toEqual({ steps: ['resolve', 'embed'], vectors: 1 });
});

describe('an episode of which a run is in flight', () => {
  test('is left out and told, as its own embed will come', async () => {
    const { id, runId } = await ready();
    const opened = Promise.withResolvers<void>();
    before = () => opened.promise;
    const { runId: inFlight } = await client.rerun(runId);
    expect(await again()).toMatchObject({ started: 0, inFlight: [{ episodeId: id, runId: inFlight }] });
    opened.resolve();
    await settled(id);
    expect(await vectors.count(id)).toBe(2);
  });

  test('and that stored its vectors just before they were removed stores them again', async () => {
    const { id } = await ready();
    // Between storing the vectors and saying so: another one removes all of them.
    const store = vectors.replace.bind(vectors);
    const between = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let calls = 0;
    vectors.replace = async (owner, points) => {
      await store(owner, points);
      calls += 1;
      if (calls > 1) return;
      between.resolve();
      await goOn.promise;
    };
    await again();
    await between.promise;
    const second = again();
    // It looks at this run once the vectors are gone.
    vectors.cleared = goOn.resolve;
    expect(await second).toMatchObject({ started: 0 });
    await settled(id);
    expect({ calls, vectors: await vectors.count(id) }).toEqual({ calls: 2, vectors: 2 });
    Reflect.deleteProperty(vectors, 'replace');
  });
});

test('a run that has made its vectors, and has yet to end, is waited for and followed by another', async () => {
  const id = await shelve(pool(), { isReady: false, passages: ['The lamp.'] });
  const made = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  after = () => {
    made.resolve();
    return mayEnd.promise;
  };
  await client.submit(episode, { episodeId: id });
  await made.promise;
  vectors.cleared = mayEnd.resolve;
  expect(await again()).toMatchObject({ started: 1, inFlight: [] });
  await settled(id);
  expect(await vectors.count(id)).toBe(1);
});

describe('nothing is removed', () => {
  test('for an embedder that does not work, or a store that cannot be used', async () => {
    const { id } = await ready();
    embedder.failure = new Error('no such model');
    await expect(again()).rejects.toThrow('no such model');
    embedder.failure = null;
    vectors.failure = new Error('Qdrant is away');
    await expect(again()).rejects.toThrow('Qdrant is away');
    expect(await vectors.count(id)).toBe(2);
  });

  test('unless the store only holds what was made by another embedder', async () => {
    const { id } = await ready();
    vectors.failure = new VectorSpaceMismatchError('it', { model: 'a', dimensions: 3 }, embedder.space, 'Do it.');
    vectors.cleared = () => {
      vectors.failure = null;
    };
    expect(await again()).toMatchObject({ started: 1 });
    await settled(id);
    expect(await vectors.count(id)).toBe(2);
  });
});
