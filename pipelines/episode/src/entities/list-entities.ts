import { type Cursor, decodeCursor, encodeCursor, InvalidFilterError, NUMBER_PART } from '@telltale/ledger';
import type { Pool } from 'pg';
import { nameKey } from './name-key.ts';

interface EntityPageOptions {
  /** The key of a type. Default: all of them. */
  readonly type?: string;
  /** The beginning of its name, or of a word in it. Default: any. */
  readonly text?: string;
  /** 1–500. Default: 50. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: Cursor | null;
}

/** An entity, with how often it is mentioned in all episodes. */
export interface EntitySummary {
  readonly entityId: number;
  readonly type: string;
  readonly name: string;
  readonly wikidataId: string | null;
  readonly musicbrainzId: string | null;
  readonly wikidataStatus: 'pending' | 'resolved' | 'not_found' | 'failed';
  /** Passages in which it is mentioned. */
  readonly mentions: number;
  readonly episodes: number;
}

interface EntityPage {
  /** Those mentioned most often first. One that no episode mentions any more is not listed. */
  readonly entities: readonly EntitySummary[];
  readonly nextCursor: Cursor | null;
}

/** A page of the entities of the library. Throws `InvalidFilterError`, `InvalidCursorError`. */
export async function listEntities(pool: Pool, options: EntityPageOptions = {}): Promise<EntityPage> {
  const { type = null, text = '', limit = 50, cursor = null } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) {
    throw new InvalidFilterError('limit', 'a whole number from 1 to 500', limit);
  }
  const after = cursor === null ? [null, null] : decodeCursor('entities', cursor, [NUMBER_PART, NUMBER_PART]);
  // NUL is in no name, and Postgres refuses it.
  const words = nameKey(text.replaceAll('\0', '')).replace(/[\\%_]/g, '\\$&');
  const { rows } = await pool.query<EntitySummary>(LIST_ENTITIES, [
    type?.replaceAll('\0', '') ?? null,
    words,
    ...after,
    limit + 1,
  ]);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    entities: rows.slice(0, limit),
    nextCursor: last === undefined ? null : encodeCursor('entities', [last.mentions, last.entityId]),
  };
}

const LIST_ENTITIES = `
  SELECT e.id::float8 AS "entityId", e.type, e.name, e.wikidata_id AS "wikidataId",
         e.musicbrainz_id AS "musicbrainzId", e.wikidata_status AS "wikidataStatus",
         count(*)::int AS mentions, count(DISTINCT c.episode_id)::int AS episodes
    FROM telltale_episode.entity e
    JOIN telltale_episode.mention m ON m.entity_id = e.id
    JOIN telltale_episode.chunk c ON c.id = m.chunk_id
   WHERE ($1::text IS NULL OR e.type = $1)
     AND ($2 = '' OR e.name_key LIKE $2 || '%' OR e.name_key LIKE '% ' || $2 || '%')
   GROUP BY e.id
  HAVING $3::bigint IS NULL OR count(*) < $3 OR (count(*) = $3 AND e.id > $4::bigint)
   ORDER BY count(*) DESC, e.id
   LIMIT $5`;
