import { testDatabase } from '@telltale/testing';
import { vectorStoreConformance } from '@telltale/testing/vector-store-conformance';
import { describe, expect, test } from 'vitest';
import { pgliteDatabase } from '../../../test/pglite.ts';
import { openVectorStore } from '../open-vector-store.ts';
import { openPostgresVectors } from '../postgres/postgres-vectors.ts';
import { openPgvector } from './pgvector.ts';

const db = pgliteDatabase();
const plain = testDatabase({ empty: true, checkHandles: false }); // PGlite leaves some behind.

const SPACE = { model: 'one', dimensions: 4 };
const POINT = { id: 1, tags: [], vector: Float32Array.of(1, 0, 0, 0) };

vectorStoreConformance('pgvector', () => openPgvector({ pool: db.pool, remedy: 'Do the remedy.' }));

async function openEmpty(dimensions = SPACE.dimensions) {
  const store = openPgvector({ pool: db.pool });
  await store.clear();
  await store.open({ ...SPACE, dimensions });
  return store;
}

describe('pgvector', () => {
  test('searches by its index once there are many points, and still finds the rare ones', async () => {
    const store = await openEmpty();
    for (let set = 0; set < 4; set += 1) {
      const points = Array.from({ length: 1000 }, (_, index) => {
        const angle = (set * 1000 + index) / 4000;
        const tags = [`set:${set}`, ...(index === 999 ? [`last:${set}`] : [])];
        return { id: set * 1000 + index + 1, tags, vector: Float32Array.of(Math.cos(angle), Math.sin(angle), 0, 0) };
      });
      await store.replace(`owner-${set}`, points);
    }
    await db.pool.query('ANALYZE telltale_vectors.point');
    expect(await indexScans()).toBe(0);
    const vector = Float32Array.of(1, 0, 0, 0);
    const nearest = await store.search({ vector, limit: 5 });
    expect(nearest.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(await indexScans()).toBeGreaterThan(0);
    expect((await store.search({ vector, limit: 3, tags: ['last:3'] })).map(({ id }) => id)).toEqual([4000]);
    expect((await store.search({ vector, limit: 1, owners: ['owner-2'] })).map(({ id }) => id)).toEqual([2001]);
    // An index that is used, and gives up before it comes to what the filter leaves.
    await db.pool.query('SET hnsw.max_scan_tuples = 1; SET enable_seqscan = off; SET enable_bitmapscan = off');
    expect((await store.search({ vector, limit: 2, tags: ['set:3'] })).map(({ id }) => id)).toEqual([3001, 3002]);
    await db.pool.query('RESET ALL');
  });

  test('keeps vectors of more dimensions than an index takes', async () => {
    const store = await openEmpty(3072);
    const vector = new Float32Array(3072).fill(1);
    await store.replace('a', [{ id: 1, tags: [], vector }]);
    expect(await store.search({ vector, limit: 1 })).toMatchObject([{ id: 1 }]);
  });

  test('is found in a schema that is not on the search path', async () => {
    await openPgvector({ pool: db.pool }).clear();
    await db.pool.query('DROP EXTENSION vector; CREATE SCHEMA "Ext"; CREATE EXTENSION vector SCHEMA "Ext"');
    const store = await openEmpty();
    await store.replace('a', [POINT]);
    expect(await store.search({ vector: POINT.vector, limit: 1 })).toMatchObject([{ id: 1 }]);
  });

  test('refuses a server without the extension, and says what to do', async () => {
    const refusal = { code: 'vector_store_failed', hint: expect.stringContaining('Install pgvector') };
    await expect(openPgvector({ pool: plain.pool() }).open(SPACE)).rejects.toMatchObject(refusal);
    // Also where others keep theirs: to make them anew would not help.
    const exact = openPostgresVectors({ pool: plain.pool() });
    await exact.open(SPACE);
    await exact.replace('a', [POINT]);
    await expect(openPgvector({ pool: plain.pool() }).open(SPACE)).rejects.toMatchObject(refusal);
    await exact.clear();
  });

  test('and the exact search are never both used in one database', async () => {
    const exact = openPostgresVectors({ pool: db.pool, remedy: 'Do the remedy.' });
    await exact.clear();
    await exact.open(SPACE);
    await exact.replace('a', [POINT]);
    const store = openPgvector({ pool: db.pool, remedy: 'Do the remedy.' });
    const refusal = { code: 'vectors_kept_elsewhere', hint: expect.stringContaining('Do the remedy.') };
    await expect(store.open(SPACE)).rejects.toMatchObject(refusal);
    await expect(store.remove('a')).rejects.toMatchObject(refusal);
    await expect(store.count()).rejects.toMatchObject(refusal);
    expect(await exact.count()).toBe(1);
  });
});

describe('openVectorStore', () => {
  test('takes pgvector where the server has it', async () => {
    await openPgvector({ pool: db.pool }).clear();
    expect((await openVectorStore({ pool: db.pool })).description).toBe('Postgres with pgvector');
  });

  test('takes the exact search where it does not', async () => {
    expect((await openVectorStore({ pool: plain.pool() })).kind).toBe('postgres');
  });

  test('goes on with the exact search where that has the vectors already', async () => {
    const exact = openPostgresVectors({ pool: db.pool });
    await exact.clear();
    await exact.open(SPACE);
    await exact.replace('a', [POINT]);
    expect((await openVectorStore({ pool: db.pool })).kind).toBe('postgres');
    await exact.clear();
    expect((await openVectorStore({ pool: db.pool })).kind).toBe('pgvector');
  });

  test('takes what was chosen', async () => {
    const qdrant = { url: 'http://localhost:6333' };
    expect((await openVectorStore({ pool: db.pool, store: 'postgres', qdrant })).kind).toBe('postgres');
    expect((await openVectorStore({ pool: db.pool, store: 'pgvector', qdrant })).kind).toBe('pgvector');
    expect((await openVectorStore({ pool: db.pool, qdrant })).description).toBe('Qdrant at localhost:6333');
    await expect(openVectorStore({ pool: db.pool, store: 'qdrant' })).rejects.toThrow('not configured');
  });
});

async function indexScans(): Promise<number> {
  await db.pool.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await db.pool.query<{ scans: string }>(
    `SELECT idx_scan AS scans FROM pg_stat_all_indexes WHERE indexrelname = 'point_vector'`,
  );
  return Number(rows[0]?.scans);
}
