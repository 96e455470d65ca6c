import type { ClientBase, Pool } from 'pg';

/**
 * Removes an episode with all that belongs to it, and notes what has to go from outside of the database. In the caller's
 * transaction. Says whether there was such an episode.
 */
export async function forgetEpisode(transaction: ClientBase, episodeId: string): Promise<boolean> {
  const { rows } = await transaction.query<{ media: string | null; cover: string | null }>(
    'DELETE FROM telltale_episode.episode WHERE id = $1 RETURNING media, cover',
    [episodeId],
  );
  const [gone] = rows;
  if (gone === undefined) return false;
  await noteRemoval(transaction, 'vectors', episodeId);
  for (const file of [gone.media, gone.cover]) if (file !== null) await noteRemoval(transaction, 'media', file);
  return true;
}

/** Has something removed that is outside of the database, once the caller's transaction is through. */
export async function noteRemoval(transaction: ClientBase, kind: 'vectors' | 'media', key: string): Promise<void> {
  await transaction.query(
    `INSERT INTO telltale_episode.removal (kind, key) VALUES ($1, $2)
     ON CONFLICT (kind, key) DO UPDATE SET asked_at = now(), attempts = 0, last_error = NULL`,
    [kind, key],
  );
}

/** Has the vectors of an episode removed if there is no such episode any more: they may have come after it went. */
export async function forgetVectorsOfGone(pool: Pool, episodeId: string): Promise<void> {
  await pool.query(
    `INSERT INTO telltale_episode.removal (kind, key)
     SELECT 'vectors', $1 WHERE NOT EXISTS (SELECT FROM telltale_episode.episode WHERE id = $1)
     ON CONFLICT (kind, key) DO UPDATE SET asked_at = now(), attempts = 0, last_error = NULL`,
    [episodeId],
  );
}
