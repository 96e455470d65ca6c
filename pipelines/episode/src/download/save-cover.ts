import { inTransaction } from '@telltale/ledger';
import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import { noteRemoval } from '../store/forget-episode.ts';

/** Notes which picture an episode has from now on; the one before goes, unless another episode has it. Throws `EpisodeNotFoundError`. */
export async function saveCover(pool: Pool, episodeId: string, sha256: string | null): Promise<void> {
  await inTransaction(pool, async (transaction) => {
    const { rows } = await transaction.query<{ cover: string | null }>(
      'SELECT cover FROM telltale_episode.episode WHERE id = $1 FOR UPDATE',
      [episodeId],
    );
    const [before] = rows;
    if (before === undefined) throw new EpisodeNotFoundError(episodeId);
    if (before.cover === sha256) return;
    // Before the new one is locked: who removes files locks in this order.
    if (before.cover !== null) await noteRemoval(transaction, 'media', before.cover);
    await transaction.query('UPDATE telltale_episode.episode SET cover = $2, updated_at = now() WHERE id = $1', [
      episodeId,
      sha256,
    ]);
  });
}
