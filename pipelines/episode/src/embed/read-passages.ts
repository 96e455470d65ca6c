import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import { entityTag, languageTag } from '../search/tags.ts';

/** A passage to be made findable. */
export interface Passage {
  readonly id: number;
  readonly text: string;
  /** What a search can be narrowed by. */
  readonly tags: readonly string[];
}

interface Row {
  readonly language: string | null;
  readonly id: number | null;
  readonly text: string;
  readonly entities: readonly number[];
}

/** The passages of an episode, in their order, and its language. Throws `EpisodeNotFoundError`. */
export async function readPassages(
  pool: Pool,
  episodeId: string,
): Promise<{ readonly language: string | null; readonly passages: readonly Passage[] }> {
  const { rows } = await pool.query<Row>(
    `SELECT e.language, c.id::float8 AS id, c.text,
            ARRAY(SELECT m.entity_id::float8 FROM telltale_episode.mention m
                   WHERE m.chunk_id = c.id ORDER BY m.entity_id) AS entities
       FROM telltale_episode.episode e LEFT JOIN telltale_episode.chunk c ON c.episode_id = e.id
      WHERE e.id = $1 ORDER BY c.index`,
    [episodeId],
  );
  const [first] = rows;
  if (first === undefined) throw new EpisodeNotFoundError(episodeId);
  const { language } = first;
  const passages = rows.flatMap(({ id, text, entities }) => {
    const tags = [...(language === null ? [] : [languageTag(language)]), ...entities.map(entityTag)];
    return id === null ? [] : { id, text, tags };
  });
  return { language, passages };
}
