import type { Pool } from 'pg';
import type { MediaStore } from '../media/index.ts';
import { episodeOf } from '../store/ensure-episode.ts';
import { runInFlight } from './run-in-flight.ts';

/** Of one round; there is another soon. */
const AT_ONCE = 100;

/**
 * Removes files that are no episode's a week after somebody last brought or submitted them: uploads that were never submitted,
 * or whose run was cancelled. One that a run waits to take stays. Throws the signal's reason, and what the store throws.
 */
export async function removeIdleUploads(
  { pool, media }: { readonly pool: Pool; readonly media: Pick<MediaStore, 'remove'> },
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const { rows } = await pool.query<{ sha256: string; unwantedSince: Date }>(
    `SELECT sha256, now() - interval '7 days' AS "unwantedSince" FROM telltale_episode.media m
      WHERE wanted_at < now() - interval '7 days'
        AND NOT EXISTS (SELECT FROM telltale_episode.episode e WHERE e.media = m.sha256)
        AND NOT EXISTS (SELECT FROM telltale_episode.episode e WHERE e.cover = m.sha256)
      ORDER BY wanted_at LIMIT ${AT_ONCE}`,
  );
  for (const { sha256, unwantedSince } of rows) {
    signal.throwIfAborted();
    const episodeId = await episodeOf(pool, { upload: sha256, name: sha256 });
    if ((await runInFlight(pool, episodeId)) === null) await media.remove(sha256, { unwantedSince });
  }
}
