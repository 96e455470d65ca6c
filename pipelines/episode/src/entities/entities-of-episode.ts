import type { Pool } from 'pg';

/** An entity, as one episode mentions it. */
export interface EntityOfEpisode {
  readonly entityId: number;
  readonly type: string;
  readonly name: string;
  readonly wikidataId: string | null;
  readonly musicbrainzId: string | null;
  /** Passages of the episode in which it is mentioned. */
  readonly mentions: number;
  /** When it is mentioned first, in seconds; `null` if no mention has a time. */
  readonly firstS: number | null;
}

/** All entities of an episode, those mentioned most often first, then by their first mention. */
export async function entitiesOfEpisode(pool: Pool, episodeId: string): Promise<readonly EntityOfEpisode[]> {
  const { rows } = await pool.query<EntityOfEpisode>(
    `SELECT e.id::float8 AS "entityId", e.type, e.name, e.wikidata_id AS "wikidataId",
            e.musicbrainz_id AS "musicbrainzId", count(*)::int AS mentions, min(m.start_s) AS "firstS"
       FROM telltale_episode.chunk c
       JOIN telltale_episode.mention m ON m.chunk_id = c.id
       JOIN telltale_episode.entity e ON e.id = m.entity_id
      WHERE c.episode_id = $1
      GROUP BY e.id
      ORDER BY count(*) DESC, min(m.start_s) NULLS LAST, e.id`,
    [episodeId],
  );
  return rows;
}
