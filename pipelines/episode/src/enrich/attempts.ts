import type { Pool } from 'pg';

/** How often an entity is looked up before it counts as not to be found. */
export const MAX_ATTEMPTS = 3;

/** How an attempt to look an entity up ended: what it is in Wikidata, `null` if that was not found, or a failure. */
export type AttemptEnd = { readonly wikidataId: string | null } | 'failed';

/**
 * Notes an attempt. One that was found already, by another run, stays as it is; one that was given up and is tried all the
 * same begins to count anew.
 */
export async function noteAttempt(
  pool: Pool,
  entityId: number,
  end: AttemptEnd,
): Promise<'resolved' | 'pending' | 'not_found' | 'failed'> {
  const wikidataId = end === 'failed' ? null : end.wikidataId;
  const { rows } = await pool.query<{ status: 'resolved' | 'pending' | 'not_found' | 'failed' }>(
    `UPDATE telltale_episode.entity
        SET wikidata_id = $2::text,
            wikidata_attempts = wikidata_attempts % ${MAX_ATTEMPTS} + 1,
            wikidata_attempted_at = now(),
            wikidata_status = CASE
              WHEN $2::text IS NOT NULL THEN 'resolved'
              WHEN $3::boolean THEN 'failed'
              WHEN wikidata_attempts % ${MAX_ATTEMPTS} + 1 = ${MAX_ATTEMPTS} THEN 'not_found'
              ELSE 'pending'
            END
      WHERE id = $1 AND wikidata_status <> 'resolved'
      RETURNING wikidata_status AS status`,
    [entityId, wikidataId, end === 'failed'],
  );
  return rows[0]?.status ?? 'resolved';
}
