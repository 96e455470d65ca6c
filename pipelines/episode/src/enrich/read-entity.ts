import type { Pool } from 'pg';

/** What is known of an entity before it is looked up. */
export interface EntityToFind {
  readonly name: string;
  readonly status: string;
  readonly typeName: string;
  readonly typeDescription: string;
  /** The class of Wikidata that it is of; `null`: nobody said. */
  readonly wikidataClass: string | null;
  readonly musicbrainzTable: string | null;
  readonly musicbrainzId: string | null;
  /** Of the episodes that mention it, most of them. ISO 639-1. */
  readonly language: string;
  /** In what connection it is mentioned: at most three. */
  readonly contexts: readonly string[];
}

/** `null` if it is gone. */
export async function readEntity(pool: Pool, entityId: number): Promise<EntityToFind | null> {
  const { rows } = await pool.query<EntityToFind>(
    `WITH told AS (
       SELECT m.context, ep.language, m.start_s
         FROM telltale_episode.mention m
         JOIN telltale_episode.chunk c ON c.id = m.chunk_id
         JOIN telltale_episode.episode ep ON ep.id = c.episode_id
        WHERE m.entity_id = $1
     )
     SELECT e.name, e.wikidata_status AS status, t.name AS "typeName", t.description AS "typeDescription",
            t.wikidata_id AS "wikidataClass", t.musicbrainz_table AS "musicbrainzTable",
            e.musicbrainz_id AS "musicbrainzId",
            -- What Wikidata takes has no region: pt of pt-BR.
            coalesce((SELECT mode() WITHIN GROUP (ORDER BY lower(substring(language FROM '^[A-Za-z]{2,3}'))) FROM told), 'en')
              AS language,
            ARRAY(SELECT context FROM told WHERE context <> '' ORDER BY start_s LIMIT 3) AS contexts
       FROM telltale_episode.entity e
       JOIN telltale_episode.entity_type t ON t.key = e.type
      WHERE e.id = $1`,
    [entityId],
  );
  return rows[0] ?? null;
}
