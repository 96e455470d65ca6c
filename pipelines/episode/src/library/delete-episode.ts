import { inTransaction } from '@telltale/ledger';
import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import { forgetEpisode } from '../store/forget-episode.ts';
import { keepRunsAway } from './keep-runs-away.ts';

/**
 * Deletes the rows of an episode, and notes what has to go from elsewhere; gives the SHA-256 of each of its files. A run that begins
 * in this very moment waits for that, finds no episode, and ends so. Throws `EpisodeBusyError` and `EpisodeNotFoundError`.
 */
export async function deleteEpisode(pool: Pool, episodeId: string): Promise<readonly string[]> {
  return await inTransaction(pool, async (transaction) => {
    await keepRunsAway(transaction, episodeId, 'deleted');
    const { rows } = await transaction.query<{ media: string | null; cover: string | null }>(
      'SELECT media, cover FROM telltale_episode.episode WHERE id = $1 FOR UPDATE',
      [episodeId],
    );
    const [episode] = rows;
    if (episode === undefined) throw new EpisodeNotFoundError(episodeId);
    await forgetEpisode(transaction, episodeId);
    return [episode.media, episode.cover].filter((file) => file !== null);
  });
}
