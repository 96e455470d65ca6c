import { startProxy, testDatabase } from '@telltale/testing';
import { vectorStoreConformance } from '@telltale/testing/vector-store-conformance';
import type { Pool } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { openPostgresVectors, type PostgresVectorsOptions } from './postgres-vectors.ts';

const db = testDatabase({ empty: true });
let pool: Pool;
beforeAll(() => {
  pool = db.pool({ max: 5 });
});

const SPACE = { model: 'one', dimensions: 256 };

async function openEmpty(options: Partial<PostgresVectorsOptions> = {}) {
  const store = openPostgresVectors({ pool, ...options });
  await store.clear();
  await store.open(SPACE);
  return store;
}

/** Points of which the first is near to `axis(at)`, and the others are not. */
function pointsNear(at: number, firstId: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    id: firstId + index,
    tags: [],
    vector: axis((at + index) % SPACE.dimensions),
  }));
}

function axis(at: number): Float32Array {
  const vector = new Float32Array(SPACE.dimensions);
  vector[at] = 1;
  return vector;
}

vectorStoreConformance('the exact store', () => openPostgresVectors({ pool, remedy: 'Do the remedy.' }));

describe('the memory of the exact store', () => {
  const ROW_BYTES = SPACE.dimensions * 4;

  test('is never more than it may be: the rest is read anew, found all the same, and told once', async () => {
    const told: string[] = [];
    const store = await openEmpty({ maxCacheBytes: 25 * ROW_BYTES, warn: (message) => told.push(message) });
    for (let set = 0; set < 4; set += 1) await store.replace(`owner-${set}`, pointsNear(set * 10, set * 10 + 1, 10));
    expect(store.description).toBe('Postgres (exact search, good to about 100,000 passages)');
    for (let set = 0; set < 4; set += 1) {
      const matches = await store.search({ vector: axis(set * 10), limit: 1 });
      expect(matches).toEqual([{ id: set * 10 + 1, owner: `owner-${set}`, score: 1 }]);
    }
    expect(told).toEqual([expect.stringContaining('Use pgvector or Qdrant')]);
    expect(store.description).toContain('reads the rest anew for each search');
  });

  test('has room again when owners are gone', async () => {
    const told: string[] = [];
    const store = await openEmpty({ maxCacheBytes: 15 * ROW_BYTES, warn: (message) => told.push(message) });
    for (let set = 0; set < 4; set += 1) {
      await store.replace(`owner-${set}`, pointsNear(set, set * 10 + 1, 10));
      expect((await store.search({ vector: axis(set), limit: 1 }))[0]?.owner).toBe(`owner-${set}`);
      await store.remove(`owner-${set}`);
    }
    expect(told).toEqual([]);
  });

  test('reads an owner once for many searches, however many come at once', async () => {
    const store = await openEmpty();
    await store.replace('a', pointsNear(0, 1, 10));
    const searches = await Promise.all(Array.from({ length: 8 }, () => store.search({ vector: axis(3), limit: 1 })));
    expect(searches.flat().map(({ id }) => id)).toEqual(new Array(8).fill(4));
    await db.query(`UPDATE telltale_vectors.matrix SET vectors = repeat('x', 10)::bytea`); // As its version stays, nobody looks.
    expect((await store.search({ vector: axis(3), limit: 1 }))[0]?.id).toBe(4);
  });
});

test('a database that is gone is told as passing, without a password', async () => {
  const proxy = await startProxy({ target: db.url });
  const store = openPostgresVectors({ pool: db.pool({ connectionString: proxy.url, max: 1 }) });
  await store.open(SPACE);
  await proxy.refuse();
  proxy.cut();
  const error: unknown = await store.search({ vector: axis(0), limit: 1 }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'vector_store_failed', retryable: true, hint: expect.stringMatching(/\.$/) });
  expect(String(error)).not.toContain(new URL(db.url).password);
});
