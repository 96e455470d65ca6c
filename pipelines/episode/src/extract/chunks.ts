import type { ClientBase, Pool } from 'pg';
import type { EntityKind, FoundEntity } from './found-entity.ts';
import type { TimedWord } from './time-of-name.ts';

/** A chunk in which names are looked for. Times in seconds. */
export interface SearchedChunk {
  /** A bigint, as text. */
  readonly id: string;
  readonly index: number;
  readonly text: string;
  readonly startS: number;
  readonly endS: number;
  readonly segmentStart: number;
  readonly segmentEnd: number;
}

export async function readChunks(pool: Pool, episodeId: string): Promise<readonly SearchedChunk[]> {
  const { rows } = await pool.query<SearchedChunk>(
    `SELECT id, index, text, start_s AS "startS", end_s AS "endS",
            segment_start AS "segmentStart", segment_end AS "segmentEnd"
       FROM telltale_episode.chunk WHERE episode_id = $1 ORDER BY index`,
    [episodeId],
  );
  return rows;
}

/** What is said in [start, end) of a chunk. */
export interface SaidInChunk {
  readonly words: readonly TimedWord[];
  /** Whether words have times of their own; else those are the times of their segments. */
  readonly isTimed: boolean;
}

/** Segments whose words have no times stand with their own. */
export async function saidInChunk(
  pool: Pool,
  episodeId: string,
  { segmentStart, segmentEnd, startS, endS }: SearchedChunk,
): Promise<SaidInChunk> {
  const { rows } = await pool.query<{ start: number; text: string; words: readonly TimedWord[] }>(
    `SELECT start_s AS start, text, coalesce(words, '[]') AS words FROM telltale_episode.segment
      WHERE episode_id = $1 AND index BETWEEN $2 AND $3 ORDER BY index`,
    [episodeId, segmentStart, segmentEnd],
  );
  return {
    words: rows.flatMap(({ start, text, words }) =>
      words.length === 0 ? [{ word: text, start }] : words.filter((word) => word.start >= startS && word.start < endS),
    ),
    isTimed: rows.some(({ words }) => words.length > 0),
  };
}

export async function activeKinds(pool: Pool): Promise<readonly EntityKind[]> {
  const { rows } = await pool.query<EntityKind>(
    'SELECT key, name, description, examples FROM telltale_episode.entity_type WHERE is_active ORDER BY key',
  );
  return rows;
}

/** What was found in a chunk; `null`: nothing was looked for. */
export interface FoundInChunk {
  readonly id: string;
  readonly found: readonly FoundEntity[] | null;
}

export async function writeFound(transaction: ClientBase, each: readonly FoundInChunk[]): Promise<void> {
  await transaction.query(
    `UPDATE telltale_episode.chunk SET found = f.found
       FROM jsonb_to_recordset($1::jsonb) AS f (id bigint, found jsonb)
      WHERE chunk.id = f.id`,
    [JSON.stringify(each)],
  );
}
