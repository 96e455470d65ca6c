import type pg from 'pg';
import { canExist, MAX_CHARACTERS } from '../read/filters.ts';
import type { RunKey } from './page.ts';
import { queryPool } from './query-pool.ts';

export interface FoundRun extends RunKey {
  readonly lastSeq: number;
}

const STATEMENT = {
  name: 'telltale-feed-find',
  text: 'SELECT run::text, last_seq FROM telltale.progress WHERE run_id = $1',
} as const;

/** The run of that id as it is now; `null` when there is none. */
export async function findRun(pool: pg.Pool, runId: string, timeoutMs: number): Promise<FoundRun | null> {
  if (!canExist(runId, MAX_CHARACTERS.runId)) return null;
  const rows = await queryPool(pool, { ...STATEMENT, values: [runId], rowMode: 'array' }, timeoutMs);
  const [row] = rows as [run: string, lastSeq: number][];
  return row === undefined ? null : { runId, run: row[0], lastSeq: row[1] };
}
