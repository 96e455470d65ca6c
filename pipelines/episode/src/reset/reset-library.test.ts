import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { libraryDatabase } from '../../test/library.ts';
import { migrateLibrary } from '../store/migrate.ts';
import { planLibraryReset, resetLibrary } from './reset-library.ts';

const db = libraryDatabase();
const empty = testDatabase({ empty: true });
const { signal } = new AbortController();

async function addMedia(count: number): Promise<readonly string[]> {
  const hashes = Array.from({ length: count }, (_, index) => String(index).padStart(64, '0'));
  await db.query(
    `INSERT INTO telltale_episode.media (sha256, location, bytes, content_type)
     SELECT each, 'at/' || each, 3, 'audio/mpeg' FROM unnest($1::text[]) AS each`,
    [hashes],
  );
  await db.query(`INSERT INTO telltale_episode.episode (id, media) VALUES ('0123456789abcdef', $1)`, [hashes[0]]);
  return hashes.map((hash) => `at/${hash}`);
}

test('a database without a library has nothing to remove', async () => {
  expect(await planLibraryReset(empty.pool())).toBeNull();
});

test('all files go, however many there are, and then the tables; after a stop it goes on', async () => {
  const places = await addMedia(250);
  const pool = db.pool();
  expect(await planLibraryReset(pool)).toEqual({ episodes: 1, files: 250 });
  const stop = new AbortController();
  const removed = new Set<string>();
  const stopped = resetLibrary(pool, {
    signal: stop.signal,
    remove: async (location) => {
      removed.add(location);
      if (removed.size === 150) stop.abort(new Error('enough'));
    },
  });
  await expect(stopped).rejects.toThrow('enough');
  expect(await planLibraryReset(pool)).toEqual({ episodes: 1, files: 250 });

  const counts: number[] = [];
  await resetLibrary(pool, {
    signal,
    remove: async (location) => void removed.add(location),
    onProgress: (files) => counts.push(files),
  });
  expect([...removed].toSorted()).toEqual(places);
  expect(counts).toEqual([100, 200, 250]);
  expect(await planLibraryReset(pool)).toBeNull();
  await migrateLibrary(pool);
  expect(await planLibraryReset(pool)).toEqual({ episodes: 0, files: 0 });
});
