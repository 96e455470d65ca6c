import { inTransaction } from '@telltale/ledger';
import type { Pool } from 'pg';

/** What a reset of the library removes. */
export interface LibraryExtent {
  readonly episodes: number;
  /** Audio that is kept. */
  readonly files: number;
}

export interface ResetLibraryOptions {
  /** Removes a file from where `location` says that it is. One that is not there is no failure. */
  readonly remove: (location: string) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told now and then how many files were removed so far. */
  readonly onProgress?: (files: number) => void;
}

const FILES_AT_ONCE = 100;

/** What `resetLibrary` would remove; `null` if the database has no library. */
export async function planLibraryReset(pool: Pool): Promise<LibraryExtent | null> {
  const { rows: found } = await pool.query<{ there: boolean }>(
    `SELECT to_regclass('telltale_episode.episode') IS NOT NULL AS there`,
  );
  if (found[0]?.there !== true) return null;
  const { rows } = await pool.query<LibraryExtent>(
    `SELECT (SELECT count(*)::int FROM telltale_episode.episode) AS episodes,
            (SELECT count(*)::int FROM telltale_episode.media) AS files`,
  );
  return rows[0] ?? null;
}

/**
 * Removes all episodes with all that was made of them: their files first, then the schemas of the library and of the vectors in
 * this database. It may be stopped or killed at any point, and run again. Throws what `remove` throws, and the signal's reason.
 */
export async function resetLibrary(pool: Pool, { remove, signal, onProgress }: ResetLibraryOptions): Promise<void> {
  for (let after = '', files = 0; ; ) {
    const { rows } = await pool.query<{ sha256: string; location: string }>(
      'SELECT sha256, location FROM telltale_episode.media WHERE sha256 > $1 ORDER BY sha256 LIMIT $2',
      [after, FILES_AT_ONCE],
    );
    const last = rows.at(-1);
    if (last === undefined) break;
    for (const { location } of rows) {
      signal.throwIfAborted();
      await remove(location);
    }
    after = last.sha256;
    files += rows.length;
    onProgress?.(files);
  }
  await inTransaction(pool, async (transaction) => {
    await transaction.query('DROP SCHEMA telltale_episode CASCADE');
    await transaction.query('DROP SCHEMA IF EXISTS telltale_vectors CASCADE');
  });
}
