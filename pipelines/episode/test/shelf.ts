import type { Pool } from 'pg';

interface ShelvedPassage {
  readonly text: string;
  readonly speaker?: string;
  /** Names of persons that it mentions. */
  readonly mentions?: readonly string[];
}

export interface ShelvedEpisode {
  readonly title?: string | null;
  readonly show?: string;
  readonly description?: string;
  readonly publishedAt?: string;
  readonly language?: string;
  readonly audioUrl?: string;
  /** Whether it can be searched. Default: true. */
  readonly isReady?: boolean;
  readonly passages?: readonly (string | ShelvedPassage)[];
}

/** Seconds that each passage of a shelved episode takes. */
const PASSAGE_S = 30;

let shelved = 0;

/** Puts an episode into the library as its steps would have left it, with a segment for each passage; gives its id. */
export async function shelve(pool: Pool, episode: ShelvedEpisode = {}): Promise<string> {
  shelved += 1;
  const id = String(shelved).padStart(16, '0');
  const { title = `Episode ${shelved}`, isReady = true, passages = [] } = episode;
  await pool.query(
    `INSERT INTO telltale_episode.episode
       (id, title, show_name, description, published_at, language, audio_url, duration_s, ready_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $9 THEN now() END)`,
    [
      id,
      title,
      episode.show ?? null,
      episode.description ?? null,
      episode.publishedAt ?? null,
      episode.language ?? null,
      episode.audioUrl ?? null,
      passages.length * PASSAGE_S,
      isReady,
    ],
  );
  for (const [index, passage] of passages.entries()) {
    await shelvePassage(pool, id, index, typeof passage === 'string' ? { text: passage } : passage);
  }
  return id;
}

async function shelvePassage(
  pool: Pool,
  episodeId: string,
  index: number,
  { text, speaker = null, mentions = [] }: Omit<ShelvedPassage, 'speaker'> & { readonly speaker?: string | null },
): Promise<void> {
  const [startS, endS] = [index * PASSAGE_S, (index + 1) * PASSAGE_S];
  await pool.query(
    `INSERT INTO telltale_episode.segment (episode_id, index, start_s, end_s, text, speaker)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [episodeId, index, startS, endS, text, speaker],
  );
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO telltale_episode.chunk (episode_id, index, text, start_s, end_s, segment_start, segment_end)
     VALUES ($1, $2, $3, $4, $5, $2, $2) RETURNING id`,
    [episodeId, index, text, startS, endS],
  );
  for (const name of mentions) {
    await pool.query(
      `INSERT INTO telltale_episode.mention (entity_id, chunk_id, context, start_s) VALUES ($1, $2, 'is named', $3)`,
      [await entityIdOf(pool, name), rows[0]?.id, startS + 1],
    );
  }
}

/** The id of a person of that name, who is made if there is none. */
export async function entityIdOf(pool: Pool, name: string): Promise<number> {
  await pool.query(
    `INSERT INTO telltale_episode.entity_type (key, name) VALUES ('person', 'Person') ON CONFLICT DO NOTHING`,
  );
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO telltale_episode.entity (type, name, name_key) VALUES ('person', $1, lower($1))
     ON CONFLICT (type, name_key) DO UPDATE SET name = excluded.name RETURNING id::float8 AS id`,
    [name],
  );
  return rows[0]?.id ?? 0;
}
