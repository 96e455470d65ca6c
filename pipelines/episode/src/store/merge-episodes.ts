import { inTransaction } from '@telltale/ledger';
import type { Pool } from 'pg';
import { forgetEpisode } from './forget-episode.ts';

/**
 * Makes of two entries one, once they are known to be the same episode: what led to the one now leads to the other. Says
 * whether that one is ready.
 */
export async function mergeEpisodes(
  pool: Pool,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<{ readonly isReady: boolean }> {
  return await inTransaction(pool, async (transaction) => {
    await transaction.query('UPDATE telltale_episode.episode_source SET episode_id = $2 WHERE episode_id = $1', [
      from,
      into,
    ]);
    await forgetEpisode(transaction, from);
    const { rowCount } = await transaction.query(
      'SELECT FROM telltale_episode.episode WHERE id = $1 AND ready_at IS NOT NULL',
      [into],
    );
    return { isReady: rowCount === 1 };
  });
}
