import type { AudioFacts } from '@telltale/speech';
import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';

/** What is known of an episode that helps to get its audio, and what was had of it before. */
export interface EpisodeAudio {
  readonly id: string;
  readonly title: string | null;
  readonly showName: string | null;
  readonly guid: string | null;
  readonly publishedAt: Date | null;
  readonly pageUrl: string | null;
  readonly audioUrl: string | null;
  readonly chaptersUrl: string | null;
  /** Of its picture, or that of its show. */
  readonly imageUrl: string | null;
  /** The SHA-256 of the file that it has. */
  readonly media: string | null;
  readonly bytes: number | null;
  /** What is in that file, if it was measured. */
  readonly facts: AudioFacts | null;
  /** Addresses that led to that file: the one that was asked for, and the one that gave it. */
  readonly cameFrom: readonly string[];
}

/** Throws `EpisodeNotFoundError`. */
export async function readEpisodeAudio(pool: Pool, episodeId: string): Promise<EpisodeAudio> {
  const { rows } = await pool.query<Omit<EpisodeAudio, 'bytes'> & { readonly bytes: string | null }>(
    `SELECT id, title, show_name AS "showName", guid, published_at AS "publishedAt",
            coalesce(page_url, canonical_url) AS "pageUrl", audio_url AS "audioUrl", chapters_url AS "chaptersUrl", image_url AS "imageUrl",
            media, m.bytes, audio AS facts,
            coalesce(jsonb_path_query_array(used, '$.download.cameFrom[*]'), '[]') AS "cameFrom"
       FROM telltale_episode.episode LEFT JOIN telltale_episode.media m ON m.sha256 = media
      WHERE id = $1`,
    [episodeId],
  );
  const [row] = rows;
  if (row === undefined) throw new EpisodeNotFoundError(episodeId);
  return { ...row, bytes: row.bytes === null ? null : Number(row.bytes) };
}
