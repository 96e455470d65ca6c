import type { Pool } from 'pg';
import { episodeConditions } from './filter-sql.ts';
import type { SearchFilter } from './search.ts';

/** The ids of passages with these words, those in which they stand most often and nearest to each other first. */
export async function findByWords(
  pool: Pool,
  query: string,
  filter: SearchFilter,
  depth: number,
): Promise<readonly number[]> {
  const { conditions, values } = episodeConditions(filter, 4);
  const { rows } = await pool.query<{ id: number }>(
    `SELECT c.id::float8 AS id
       FROM telltale_episode.chunk c JOIN telltale_episode.episode e ON e.id = c.episode_id
      WHERE c.search @@ $1::tsquery AND e.ready_at IS NOT NULL
        AND ($3::bigint IS NULL
             OR EXISTS (SELECT FROM telltale_episode.mention m WHERE m.chunk_id = c.id AND m.entity_id = $3))
        ${conditions.map((condition) => `AND ${condition}`).join(' ')}
      ORDER BY ts_rank_cd(c.search, $1::tsquery) DESC, c.id
      LIMIT $2`,
    [query, depth, filter.entity ?? null, ...values],
  );
  return rows.map(({ id }) => id);
}
