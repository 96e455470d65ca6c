import type { Pool } from 'pg';
import { ENTITY_TYPES } from './seeds.ts';

/**
 * Gives the library the types that it begins with. Those that it has stay as they are, whatever was made of them: safe to
 * call at every start, from any number of processes at once.
 */
export async function seedEntityTypes(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO telltale_episode.entity_type
       (key, name, wikidata_id, description, examples, musicbrainz_table, musicbrainz_filter)
     SELECT key, name, "wikidataId", description, examples, "musicbrainzTable", "musicbrainzFilter"
       FROM jsonb_to_recordset($1) AS seed (
         key text, name text, "wikidataId" text, description text, examples jsonb,
         "musicbrainzTable" text, "musicbrainzFilter" text)
      -- In one order, so that several that start on an empty table wait for each other and no more.
      ORDER BY key
     ON CONFLICT (key) DO NOTHING`,
    [JSON.stringify(ENTITY_TYPES)],
  );
}
