import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';

/** Where an episode came from, as the library has it. */
export interface EpisodeRow {
  /** The address that was submitted. */
  readonly pageUrl: string | null;
  readonly feedUrl: string | null;
  readonly guid: string | null;
  /** The SHA-256 of its audio. */
  readonly media: string | null;
  readonly fileName: string | null;
}

/** Throws `EpisodeNotFoundError`. */
export async function readEpisodeRow(pool: Pool, episodeId: string): Promise<EpisodeRow> {
  const { rows } = await pool.query<EpisodeRow>(
    `SELECT page_url AS "pageUrl", feed_url AS "feedUrl", guid, media, file_name AS "fileName"
       FROM telltale_episode.episode WHERE id = $1`,
    [episodeId],
  );
  const [row] = rows;
  if (row === undefined) throw new EpisodeNotFoundError(episodeId);
  return row;
}
