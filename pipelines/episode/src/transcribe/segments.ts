import type { Segment } from '@telltale/speech';
import type { ClientBase, Pool } from 'pg';

/** A segment as the library has it, without its words. Times in seconds. */
export interface StoredSegment {
  readonly index: number;
  readonly startS: number;
  readonly endS: number;
  readonly text: string;
  readonly speaker: string | null;
}

/** What is said in an episode, in its order; empty if it has no transcript. */
export async function readSegments(database: Pool | ClientBase, episodeId: string): Promise<readonly StoredSegment[]> {
  const { rows } = await database.query<StoredSegment>(
    `SELECT index, start_s AS "startS", end_s AS "endS", text, speaker
       FROM telltale_episode.segment WHERE episode_id = $1 ORDER BY index`,
    [episodeId],
  );
  return rows;
}

/** Puts a transcript in the place of the one that an episode has. */
export async function replaceSegments(
  transaction: ClientBase,
  episodeId: string,
  segments: readonly Segment[],
): Promise<void> {
  await transaction.query('DELETE FROM telltale_episode.segment WHERE episode_id = $1', [episodeId]);
  await transaction.query(
    `INSERT INTO telltale_episode.segment (episode_id, index, start_s, end_s, text, speaker, words)
     SELECT $1, s.place - 1, s.start, s."end", s."text", s.speaker, s.words
       FROM ROWS FROM (
              jsonb_to_recordset($2::jsonb) AS (start float8, "end" float8, "text" text, speaker text, words jsonb)
            ) WITH ORDINALITY AS s (start, "end", "text", speaker, words, place)`,
    [episodeId, JSON.stringify(segments)],
  );
}
