import { type Step, stopKindOf } from '@telltale/engine';
import type { Pool } from 'pg';
import { noteAttempt } from './attempts.ts';
import { type Finders, findEntity } from './find-entity.ts';
import { readEntity } from './read-entity.ts';
import { WikidataError } from './wikidata/errors.ts';

export interface EnrichServices extends Finders {
  readonly pool: Pool;
}

/** What became of the entities of a run. */
export interface Enriched {
  readonly found: number;
  /** Looked up without success; they will be tried again. */
  readonly pending: number;
  /** Looked up without success as often as anything is. */
  readonly notFound: number;
  /** Failed or skipped: the list of items says why. */
  readonly others: number;
}

/** After so many failures in a row Wikidata is not asked again in this run: what is left keeps its attempts. */
const FAILURES_IN_A_ROW = 5;

/** Looks entities up, one after the other. The failure of one is not that of the others. */
export async function enrichEntities(
  step: Step,
  { pool, ...finders }: EnrichServices,
  entityIds: readonly number[],
): Promise<Enriched> {
  const names = await readNames(pool, entityIds);
  let failuresInARow = 0;
  const results = await step.items(
    entityIds,
    {
      key: String,
      label: (id) => names.get(id) ?? String(id),
      unit: 'entities',
      onItemError: 'skip',
    },
    async (id, item) => {
      const entity = await readEntity(pool, id);
      if (entity === null) return item.skip('it is gone');
      if (entity.status === 'resolved') return item.skip('it was found by another run');
      if (failuresInARow === FAILURES_IN_A_ROW) return item.skip('Wikidata failed again and again');
      try {
        const picked = await findEntity(step, finders, entity, item.signal);
        failuresInARow = 0;
        if (picked === null) return item.skip('MusicBrainz has no link, and no Wikidata is configured');
        const status = await noteAttempt(pool, id, picked);
        return { status, ...picked };
      } catch (error) {
        // Nobody failed who was told to let go.
        if (item.signal.aborted || stopKindOf(error) !== null) throw error;
        failuresInARow = error instanceof WikidataError ? failuresInARow + 1 : 0;
        await noteAttempt(pool, id, 'failed');
        throw error;
      }
    },
  );
  const count = (status: string) => results.filter((result) => result?.status === status).length;
  const counts = { found: count('resolved'), pending: count('pending'), notFound: count('not_found') };
  return { ...counts, others: results.length - counts.found - counts.pending - counts.notFound };
}

async function readNames(pool: Pool, entityIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await pool.query<{ id: number; name: string }>(
    'SELECT id::float8 AS id, name FROM telltale_episode.entity WHERE id = ANY ($1)',
    [entityIds],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
