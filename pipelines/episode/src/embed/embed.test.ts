import { TelltaleError } from '@telltale/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { libraryDatabase } from '../../test/library.ts';
import { TestEmbedder, TestVectors } from '../../test/meaning.ts';
import { entityIdOf, shelve } from '../../test/shelf.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { embed } from './index.ts';

const db = libraryDatabase();
const runs = stepRuns(db);
const pool = () => db.pool({ max: 4 });
let embedder: TestEmbedder;
let vectors: TestVectors;

beforeEach(() => {
  embedder = new TestEmbedder();
  vectors = new TestVectors();
});

function services() {
  return { pool: pool(), embedder: async () => embedder, vectors: async () => vectors };
}

async function row(episodeId: string) {
  const { rows } = await db.query<{ ready_at: Date | null; used: Record<string, Record<string, unknown>> }>(
    'SELECT ready_at, used FROM telltale_episode.episode WHERE id = $1',
    [episodeId],
  );
  return rows[0];
}

test('every passage gets a vector and its tags, in batches that can be seen, and the episode is ready', async () => {
  const passages = ['The lamp.', { text: 'The sea.', mentions: ['Ada'] }, 'A song.'];
  const id = await shelve(pool(), { language: 'en-GB', isReady: false, passages });
  const { runId, end } = await runs.end('embed', (step) => embed(step, services(), id));
  expect(end).toMatchObject({ state: 'succeeded', result: { passages: 3, model: 'concepts', store: 'postgres' } });
  const ada = await entityIdOf(pool(), 'Ada');
  expect(vectors.points.get(id)?.map(({ tags }) => tags)).toEqual([
    ['language:en'],
    ['language:en', `entity:${ada}`],
    ['language:en'],
  ]);
  expect(embedder.calls).toEqual([['The lamp.', 'The sea.'], ['A song.']]);
  const { actions } = await runs.client.reader.listActions({ runId });
  expect(actions.map(({ tool }) => tool)).toEqual(['store_vectors', 'embed', 'embed']);
  const { ready_at, used } = (await row(id)) ?? {};
  expect(ready_at).toBeInstanceOf(Date);
  expect(used?.embed).toMatchObject({ with: 'concepts of the test; memory of the test', passages: 3, dimensions: 4 });
});

test('a second run replaces what the first one left', async () => {
  const id = await shelve(pool(), { passages: ['The lamp.', 'The sea.'] });
  await runs.result('embed', (step) => embed(step, services(), id));
  await db.query('DELETE FROM telltale_episode.chunk WHERE episode_id = $1 AND index = 0', [id]);
  await runs.result('embed', (step) => embed(step, services(), id));
  expect(await vectors.count(id)).toBe(1);
});

test('an episode without passages is ready, and keeps no vectors of earlier ones', async () => {
  const id = await shelve(pool(), { isReady: false });
  vectors.points.set(id, [{ id: 1, vector: new Float32Array(4), tags: [] }]);
  expect(await runs.result('embed', (step) => embed(step, services(), id))).toMatchObject({ passages: 0 });
  expect({ count: await vectors.count(id), ready: (await row(id))?.ready_at }).toEqual({
    count: 0,
    ready: expect.any(Date),
  });
});

test('vectors of another space are refused with what to do, and the episode is not ready', async () => {
  const id = await shelve(pool(), { isReady: false, passages: ['The lamp.'] });
  vectors.failure = new TelltaleError('The store holds vectors of another model.', {
    code: 'vector_space_mismatch',
    hint: 'Clear them.',
  });
  const { message } = await runs.failure('embed', (step) => embed(step, services(), id));
  expect(message).toContain('The store holds vectors of another model');
  expect({ calls: embedder.calls, ready: (await row(id))?.ready_at }).toEqual({ calls: [], ready: null });
});

test('that an embedder does not know the language of an episode is said', async () => {
  embedder = new TestEmbedder({ languages: ['en'] });
  const id = await shelve(pool(), { language: 'de', passages: ['Das Licht.'] });
  const { runId } = await runs.end('embed', (step) => embed(step, services(), id));
  const problem = 'the episode is in German, and concepts of the test knows English alone';
  expect(await runs.logged(runId)).toEqual([expect.stringContaining(problem)]);
  expect((await row(id))?.used.embed?.why).toBe(
    `no embeddings service is configured; neither Qdrant nor pgvector is configured or there to be used; ${problem}`,
  );
});

async function toRemove(key: string): Promise<unknown[]> {
  return (await db.query('SELECT kind, attempts FROM telltale_episode.removal WHERE key = $1', [key])).rows;
}

describe('an episode that is deleted', () => {
  test('before the step has none of its vectors made', async () => {
    const { message } = await runs.failure('embed', (step) => embed(step, services(), '0000000000000000'));
    expect(message).toContain('The library has no episode 0000000000000000');
    expect(vectors.points.size).toBe(0);
  });

  test('while its vectors are stored has them removed', async () => {
    const id = await shelve(pool(), { passages: ['The lamp.'] });
    vectors.beforeReplace = () => db.query('DELETE FROM telltale_episode.episode WHERE id = $1', [id]);
    const { message } = await runs.failure('embed', (step) => embed(step, services(), id));
    expect(message).toContain(`The library has no episode ${id}`);
    expect(await toRemove(id)).toEqual([{ kind: 'vectors', attempts: 0 }]);
  });

  test('while its vectors cannot be stored has them removed, should they have come through', async () => {
    const id = await shelve(pool(), { passages: ['The lamp.'] });
    vectors.beforeReplace = async () => {
      await db.query('DELETE FROM telltale_episode.episode WHERE id = $1', [id]);
      throw new Error('the answer was lost');
    };
    await runs.failure('embed', (step) => embed(step, services(), id));
    expect(await toRemove(id)).toEqual([{ kind: 'vectors', attempts: 0 }]);
  });

  test('and submitted again keeps its new vectors, whatever was still to be removed', async () => {
    const id = await shelve(pool(), { passages: ['The lamp.'] });
    await db.query(`INSERT INTO telltale_episode.removal (kind, key) VALUES ('vectors', $1)`, [id]);
    await runs.result('embed', (step) => embed(step, services(), id));
    expect({ left: await toRemove(id), vectors: await vectors.count(id) }).toEqual({ left: [], vectors: 1 });
  });
});
