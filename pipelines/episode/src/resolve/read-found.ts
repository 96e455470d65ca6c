import type { Pool } from 'pg';
import { nameKey } from '../entities/index.ts';

/** A type of entities, as far as names are resolved by it. */
export interface FoundType {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly musicbrainzTable: string | null;
  readonly musicbrainzFilter: string | null;
}

/** A name that was found in an episode, with all passages that mention it. */
export interface FoundName {
  readonly type: string;
  /** `nameKey` of it: one for each type. */
  readonly key: string;
  /** As it is written first. */
  readonly name: string;
  readonly mentions: readonly FoundMention[];
}

interface FoundMention {
  /** A bigint. */
  readonly chunkId: string;
  readonly context: string | null;
  /** In seconds; `null`: nobody knows. */
  readonly startS: number | null;
}

export interface Found {
  /** Those that names were found of. */
  readonly types: readonly FoundType[];
  readonly names: readonly FoundName[];
  /** Keys of types that there are not, or that are not looked for any more, and how many names were of them. */
  readonly unknownTypes: readonly string[];
  readonly unknownNames: number;
  /** Names that can be none: empty, or a whole paragraph. */
  readonly oddNames: number;
}

/** One that `extract` found in a passage. */
interface Extracted {
  readonly type: string;
  readonly name: string;
  readonly context: string | null;
  readonly start: number | null;
}

/** In characters. What is longer is no name, and would not fit into an index. */
const LONGEST_NAME = 200;

/** What was found in the passages of an episode, by type and name. */
export async function readFound(pool: Pool, episodeId: string): Promise<Found> {
  const types = new Map((await readTypes(pool)).map((type) => [type.key, type]));
  const { rows } = await pool.query<{ id: string; found: readonly Extracted[] }>(
    'SELECT id, found FROM telltale_episode.chunk WHERE episode_id = $1 AND found IS NOT NULL ORDER BY index',
    [episodeId],
  );
  const names = new Map<string, FoundName & { readonly mentions: FoundMention[] }>();
  const unknown: string[] = [];
  let oddNames = 0;
  for (const { id: chunkId, found } of rows) {
    for (const { type, name, context, start } of found) {
      const written = name.replace(/\s+/gu, ' ').trim();
      const key = nameKey(written);
      if (!types.has(type)) unknown.push(type);
      else if (key === '' || written.length > LONGEST_NAME) oddNames += 1;
      else {
        const place = `${type}\0${key}`;
        const known = names.get(place) ?? { type, key, name: written, mentions: [] };
        known.mentions.push({ chunkId, context, startS: start });
        names.set(place, known);
      }
    }
  }
  const found = [...names.values()];
  return {
    types: [...types.values()].filter(({ key }) => found.some(({ type }) => type === key)),
    names: found,
    unknownTypes: [...new Set(unknown)].sort(),
    unknownNames: unknown.length,
    oddNames,
  };
}

async function readTypes(pool: Pool): Promise<readonly FoundType[]> {
  const { rows } = await pool.query<FoundType>(
    `SELECT key, name, description, musicbrainz_table AS "musicbrainzTable", musicbrainz_filter AS "musicbrainzFilter"
       FROM telltale_episode.entity_type WHERE is_active ORDER BY key`,
  );
  return rows;
}
