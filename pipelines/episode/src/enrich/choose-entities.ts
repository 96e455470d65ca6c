import type { Pool } from 'pg';
import { MAX_ATTEMPTS } from './attempts.ts';
import type { EnrichInput } from './input.ts';

export interface ChosenEntities {
  readonly entityIds: readonly number[];
  /** How many more there are, for which there was no room. */
  readonly left: number;
}

/** Which entities a run looks up: of those that were not found yet, the ones that it was told of, longest untried first. */
export async function chooseEntities(pool: Pool, input: EnrichInput): Promise<ChosenEntities> {
  const named = 'entityIds' in input;
  const retry = !named && input.retryFailed;
  const statuses = ['pending', ...(named || retry ? ['failed'] : []), ...(retry ? ['not_found'] : [])];
  const { rows } = await pool.query<{ id: number; all: number }>(
    `SELECT id::float8 AS id, count(*) OVER ()::int AS all
       FROM telltale_episode.entity
      WHERE wikidata_status = ANY ($1) AND ($2::bigint[] IS NULL OR id = ANY ($2))
        AND ($3 OR wikidata_attempts < ${MAX_ATTEMPTS})
      ORDER BY wikidata_attempted_at NULLS FIRST, id
      LIMIT $4`,
    [statuses, named ? input.entityIds : null, retry, named ? null : input.limit],
  );
  return { entityIds: rows.map(({ id }) => id), left: (rows[0]?.all ?? 0) - rows.length };
}
