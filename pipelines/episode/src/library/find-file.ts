import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';

/** A file that is kept for an episode. */
export interface FoundFile {
  /** Of the episode. */
  readonly title: string | null;
  readonly sha256: string;
  readonly contentType: string;
  readonly bytes: number;
}

interface Row {
  readonly title: string | null;
  readonly sha256: string | null;
  readonly contentType: string;
  readonly bytes: number;
}

/** The audio (`media`) or the picture (`cover`) of an episode; `null` if it has none. Throws `EpisodeNotFoundError`. */
export async function findFile(pool: Pool, episodeId: string, which: 'media' | 'cover'): Promise<FoundFile | null> {
  const { rows } = await pool.query<Row>(
    `SELECT e.title, f.sha256, f.content_type AS "contentType", f.bytes::float8 AS bytes
       FROM telltale_episode.episode e LEFT JOIN telltale_episode.media f ON f.sha256 = e.${which} WHERE e.id = $1`,
    [episodeId],
  );
  const [row] = rows;
  if (row === undefined) throw new EpisodeNotFoundError(episodeId);
  const { sha256, ...file } = row;
  return sha256 === null ? null : { ...file, sha256 };
}
