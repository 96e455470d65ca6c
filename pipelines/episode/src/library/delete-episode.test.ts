import { definePipeline } from '@telltale/engine';
import { createSignals } from '@telltale/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { libraryDatabase } from '../../test/library.ts';
import { TestEmbedder, TestVectors } from '../../test/meaning.ts';
import { shelve } from '../../test/shelf.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { embed } from '../embed/index.ts';
import { type EpisodeLibrary, keepRemoving, openLibrary, type Removal } from './index.ts';

const db = libraryDatabase();
const runs = stepRuns(db);
const pool = () => db.pool({ max: 4 });
const { signal } = new AbortController();
let vectors: TestVectors;
let removedFiles: string[];
let library: EpisodeLibrary;

beforeEach(async () => {
  await db.query('DELETE FROM telltale_episode.removal');
  vectors = new TestVectors();
  removedFiles = [];
  const unused = async () => {
    throw new Error('it is not used here');
  };
  library = openLibrary({
    pool: pool(),
    media: {
      ...{ open: unused, receiveUpload: unused },
      remove: async (sha256) => void removedFiles.push(sha256),
    },
    embedder: async () => new TestEmbedder(),
    vectors: async () => vectors,
    wikidata: null,
  });
});

async function embedded(): Promise<string> {
  const id = await shelve(pool(), { passages: ['The lamp.', 'The sea.'] });
  await runs.result('embed', (step) =>
    embed(step, { pool: pool(), embedder: async () => new TestEmbedder(), vectors: async () => vectors }, id),
  );
  return id;
}

async function giveAudio(episodeId: string, sha256: string): Promise<void> {
  await db.query(
    `INSERT INTO telltale_episode.media (sha256, location, bytes, content_type) VALUES ($1, $1, 1, 'audio/mpeg')`,
    [sha256],
  );
  await db.query('UPDATE telltale_episode.episode SET media = $2 WHERE id = $1', [episodeId, sha256]);
}

test('a deleted episode takes its rows, its vectors and its audio with it', async () => {
  const id = await embedded();
  const sha256 = 'a'.repeat(64);
  await giveAudio(id, sha256);
  expect(await library.deleteEpisode({ episodeId: id }, { signal })).toEqual({ episodeId: id, left: [] });
  expect({ vectors: await vectors.count(), removedFiles }).toEqual({ vectors: 0, removedFiles: [sha256] });
  for (const table of ['chunk', 'segment', 'mention m JOIN telltale_episode.chunk c ON c.id = m.chunk_id']) {
    const { rowCount } = await db.query(`SELECT FROM telltale_episode.${table} WHERE episode_id = $1`, [id]);
    expect(rowCount).toBe(0);
  }
});

describe('what cannot be removed', () => {
  test('is told, stays noted with why, and goes as soon as it can', async () => {
    const id = await embedded();
    vectors.failure = new Error('Qdrant is away.');
    const { left } = await library.deleteEpisode({ episodeId: id }, { signal });
    expect(left).toEqual([
      { kind: 'vectors', key: id, askedAt: expect.any(String), attempts: 1, lastError: 'Qdrant is away.' },
    ]);
    expect(await library.workRemovals({ signal })).toMatchObject([{ key: id, attempts: 2 }]);
    expect(await library.listRemovals()).toMatchObject({ removals: [{ key: id, attempts: 2 }] });
    vectors.failure = null;
    expect(await library.workRemovals({ signal })).toEqual([]);
    expect(await vectors.count()).toBe(0);
  });

  test('does not keep another from going', async () => {
    const id = await embedded();
    const sha256 = 'b'.repeat(64);
    await giveAudio(id, sha256);
    vectors.failure = new Error('Qdrant is away.');
    const { left } = await library.deleteEpisode({ episodeId: id }, { signal });
    expect({ left: left.map(({ kind }) => kind), removedFiles }).toEqual({ left: ['vectors'], removedFiles: [sha256] });
  });

  test('is tried by two at once as if by one', async () => {
    const id = await embedded();
    await db.query(`INSERT INTO telltale_episode.removal (kind, key) VALUES ('vectors', $1)`, [id]);
    await Promise.all([library.workRemovals({ signal }), library.workRemovals({ signal })]);
    expect(await library.workRemovals({ signal })).toEqual([]);
  });
});

describe('a worker', () => {
  interface Told {
    round?(left: readonly Removal[]): void;
    left?(removals: readonly Removal[]): void;
    failed?(error: unknown): void;
  }

  test('goes on trying until nothing is left', async () => {
    const id = await embedded();
    vectors.failure = new Error('Qdrant is away.');
    await library.deleteEpisode({ episodeId: id }, { signal });
    const told = createSignals<Told>();
    const workRemovals: EpisodeLibrary['workRemovals'] = async (call) => {
      const left = await library.workRemovals(call);
      told.hooks.round(left);
      return left;
    };
    await using _ = keepRemoving({ workRemovals }, { everyMs: 1, onLeft: told.hooks.left });
    await told.on('left').seen(([first]) => (first?.attempts ?? 0) >= 3);
    vectors.failure = null;
    await told.on('round').seen((left) => left.length === 0);
    expect(await vectors.count()).toBe(0);
  });

  test('says that a round could not be made, and makes another', async () => {
    const told = createSignals<Told>();
    let rounds = 0;
    const workRemovals = async () => {
      rounds += 1;
      if (rounds === 1) throw new Error('The database is away.');
      return [{ kind: 'media' as const, key: 'x', askedAt: '', attempts: 1, lastError: null }];
    };
    await using _ = keepRemoving({ workRemovals }, { everyMs: 1, onLeft: told.hooks.left, onError: told.hooks.failed });
    await told.on('left').seen(() => true);
    expect(told.all('failed')).toEqual([new Error('The database is away.')]);
  });
});

test('an episode on which a run works, or is about to, stays as it is', async () => {
  const id = await embedded();
  // Nobody takes it from its queue.
  const waiting = definePipeline({
    name: 'episode',
    version: '1',
    input: z.object({ episodeId: z.string() }),
    subject: ({ episodeId }) => episodeId,
    steps: ['fetch_details'],
    run: async () => undefined,
  });
  const { runId } = await runs.client.submit(waiting, { episodeId: id });
  await expect(library.deleteEpisode({ episodeId: id }, { signal })).rejects.toMatchObject({
    code: 'episode_busy',
    hint: `Cancel that run first: telltale cancel ${runId}. Nothing was changed.`,
  });
  expect(await library.getEpisode({ episodeId: id })).toMatchObject({ passages: 2 });
  await runs.client.cancel(runId);
  expect(await library.deleteEpisode({ episodeId: id }, { signal })).toEqual({ episodeId: id, left: [] });
});
