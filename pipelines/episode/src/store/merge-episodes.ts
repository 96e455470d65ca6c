import { inTransaction } from '@telltale/ledger';
import type { Pool } from 'pg';
import { forgetEpisode } from './forget-episode.ts';

/** Makes of two entries one, once they are known to be the same episode: what led to the one now leads to the other. */
export async function mergeEpisodes(
  pool: Pool,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<void> {
  await inTransaction(pool, async (transaction) => {
    await transaction.query('UPDATE telltale_episode.episode_source SET episode_id = $2 WHERE episode_id = $1', [
      from,
      into,
    ]);
    await forgetEpisode(transaction, from);
  });
}
