import type { Pool } from 'pg';

/** An entity that a name may stand for. */
export interface KnownEntity {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  readonly musicbrainzId: string | null;
}

/** At most so many for a name. */
const LIMIT = 10;
/** Words that are shorter are in too many names to mean anything. */
const TELLING_CHARACTERS = 4;
/** As the index `entity_words` has them. */
const WORDS = "string_to_array(e.name_key, ' ')";

/**
 * By the key of a name, the entities of a type that it may stand for: the one of just that key, and those that share a telling
 * word with it (`Coltrane`, `Jon Coltrane`), or have all of its words (`U2`). Names that are like none are left out.
 */
export async function readKnown(
  pool: Pool,
  type: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly KnownEntity[]>> {
  const { rows } = await pool.query<KnownEntity & { asked: string }>(
    `SELECT asked.key AS asked, known.id::float8 AS id, known.name, known.key, known."musicbrainzId"
       FROM (SELECT key, string_to_array(key, ' ') AS words,
                    ARRAY(SELECT word FROM unnest(string_to_array(key, ' ')) AS word
                           WHERE length(word) >= ${TELLING_CHARACTERS}) AS telling
               FROM unnest($2::text[]) AS key) AS asked
       CROSS JOIN LATERAL (
         SELECT e.id, e.name, e.name_key AS key, e.musicbrainz_id AS "musicbrainzId"
           FROM telltale_episode.entity e
          WHERE e.type = $1
            AND (${WORDS} && asked.telling OR ${WORDS} @> asked.words OR ${WORDS} <@ asked.words)
          ORDER BY e.name_key <> asked.key,
                   (SELECT count(*) FROM unnest(${WORDS}) AS word WHERE word = ANY (asked.words)) DESC, e.id
          LIMIT ${LIMIT}
       ) AS known`,
    [type, keys],
  );
  const known = new Map<string, KnownEntity[]>();
  for (const { asked, ...entity } of rows) known.set(asked, [...(known.get(asked) ?? []), entity]);
  return known;
}
