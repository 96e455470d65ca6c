import { readdir } from 'node:fs/promises';
import type { EpisodeServices } from '../src/index.ts';

/** What an episode has become, without its times: two that were made of the same things are equal. */
export interface MadeEpisode {
  readonly row: Readonly<Record<string, unknown>>;
  /** By what it is recognised. */
  readonly sources: readonly string[];
  readonly chapters: readonly string[];
  readonly segments: readonly string[];
  readonly chunks: readonly string[];
  /** `person Marie Curie #0 0.12`: the number of the chunk, and the time in seconds. */
  readonly mentions: readonly string[];
}

type Services = Pick<EpisodeServices, 'pool' | 'vectors' | 'embedder'>;

export async function madeEpisode({ pool }: Pick<Services, 'pool'>, episodeId: string): Promise<MadeEpisode> {
  const lines = async (text: string): Promise<string[]> =>
    (await pool.query<{ line: string }>(text, [episodeId])).rows.map(({ line }) => line);
  const { rows } = await pool.query<Record<string, unknown>>('SELECT * FROM telltale_episode.episode WHERE id = $1', [
    episodeId,
  ]);
  const { created_at, updated_at, ready_at, ...row } = rows[0] ?? {};
  return {
    row: { ...row, isReady: ready_at != null },
    sources: await lines(
      `SELECT kind || ' ' || value AS line FROM telltale_episode.episode_source WHERE episode_id = $1 ORDER BY line`,
    ),
    chapters: await lines(
      `SELECT concat_ws(' ', '#' || index, start_s, title) AS line
         FROM telltale_episode.chapter WHERE episode_id = $1 ORDER BY index`,
    ),
    segments: await lines(
      `SELECT concat_ws(' ', '#' || index, start_s, end_s, text) AS line
         FROM telltale_episode.segment WHERE episode_id = $1 ORDER BY index`,
    ),
    chunks: await lines(
      `SELECT concat_ws(' ', '#' || index, start_s, end_s, text) AS line
         FROM telltale_episode.chunk WHERE episode_id = $1 ORDER BY index`,
    ),
    mentions: await lines(
      `SELECT concat_ws(' ', e.type, e.name, '#' || c.index, m.start_s) AS line
         FROM telltale_episode.mention m
         JOIN telltale_episode.chunk c ON c.id = m.chunk_id
         JOIN telltale_episode.entity e ON e.id = m.entity_id
        WHERE c.episode_id = $1 ORDER BY line`,
    ),
  };
}

/** What must never be so, whatever happened: each of these finds the ids of what is wrong. */
const FLAWS: Readonly<Record<string, string>> = {
  'is numbered with gaps': `
    SELECT episode_id AS id FROM telltale_episode.segment GROUP BY 1 HAVING count(*) <> max(index) + 1
    UNION SELECT episode_id FROM telltale_episode.chunk GROUP BY 1 HAVING count(*) <> max(index) + 1`,
  'is told twice': `
    SELECT episode_id AS id FROM telltale_episode.segment GROUP BY episode_id, start_s, text HAVING count(*) > 1
    UNION SELECT episode_id FROM telltale_episode.chunk GROUP BY episode_id, start_s, text HAVING count(*) > 1`,
  'is the same entity as another': `
    SELECT string_agg(id::text, ' ') AS id FROM telltale_episode.entity GROUP BY type, lower(name) HAVING count(*) > 1`,
  'was found, but is mentioned nowhere': `
    SELECT c.episode_id AS id FROM telltale_episode.chunk c
      JOIN telltale_episode.episode e ON e.id = c.episode_id AND e.ready_at IS NOT NULL
     WHERE jsonb_array_length(coalesce(c.found, '[]')) > 0
       AND NOT EXISTS (SELECT FROM telltale_episode.mention m WHERE m.chunk_id = c.id)`,
  'is a file of no episode': `
    SELECT sha256 AS id FROM telltale_episode.media m
     WHERE NOT EXISTS (SELECT FROM telltale_episode.episode e WHERE m.sha256 IN (e.media, e.cover))`,
  'should be gone': `SELECT kind || ' ' || key AS id FROM telltale_episode.removal`,
};

/** What is wrong with the library, its vectors and its files, as sentences. A test expects nothing. */
export async function flawsOf(services: Services, mediaFolder: string): Promise<readonly string[]> {
  const flaws: string[] = [];
  for (const [what, text] of Object.entries(FLAWS)) {
    const { rows } = await services.pool.query<{ id: string }>(text);
    flaws.push(...rows.map(({ id }) => `${id} ${what}`));
  }
  return [...flaws, ...(await flawsOfVectors(services)), ...(await flawsOfFiles(services, mediaFolder))];
}

async function flawsOfVectors({ pool, vectors, embedder }: Services): Promise<readonly string[]> {
  const [store, { space }] = await Promise.all([vectors(), embedder()]);
  await store.open(space);
  const { rows } = await pool.query<{ owner: string; ids: number[] }>(
    `SELECT e.id AS owner, array_agg(c.id::float8 ORDER BY c.id) AS ids
       FROM telltale_episode.episode e JOIN telltale_episode.chunk c ON c.episode_id = e.id
      WHERE e.ready_at IS NOT NULL GROUP BY e.id`,
  );
  const flaws: string[] = [];
  const vector = new Float32Array(space.dimensions).fill(1 / Math.sqrt(space.dimensions));
  for (const { owner, ids } of rows) {
    const points = await store.search({ vector, limit: 10_000, owners: [owner] });
    const kept = points.map(({ id }) => id).toSorted((a, b) => a - b);
    if (`${kept}` !== `${ids}`) flaws.push(`${owner} has chunks ${ids}, and vectors of ${kept}`);
  }
  const wanted = rows.reduce((sum, { ids }) => sum + ids.length, 0);
  const all = await store.count();
  return all === wanted ? flaws : [...flaws, `there are ${all} vectors, of ${wanted} chunks`];
}

async function flawsOfFiles({ pool }: Services, folder: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ location: string }>('SELECT location FROM telltale_episode.media');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /media-[0-9a-f]{32}-run-1/.test(entry.parentPath));
  return files.length === rows.length ? [] : [`there are ${files.length} audio files, and ${rows.length} are known`];
}
