import { ORPHANED_AFTER_MS } from '@telltale/core';
import type { Pool } from 'pg';
import { RunNotFoundError } from '../errors.ts';
import { tell } from '../observers.ts';
import { QueryRunner } from '../read/query-runner.ts';
import type { RecordedEvent, RecordedEvents } from '../record/entry.ts';
import { type LockedRow, type LockedRun, lockedRun } from './locked-run.ts';
import { inTransaction, type TransactionOptions } from './transaction.ts';

export interface ChangeRunOptions extends TransactionOptions {
  /** Hears of the events that the change added, once they are committed. What it throws changes nothing. */
  readonly recorded?: ((recorded: RecordedEvents) => void) | undefined;
}

const LOCK = 'SELECT telltale.lock_run($1, $2) AS run';

/**
 * Changes a run: `change` has it locked, DBOS's row and ours, in one transaction, so that what DBOS says of it and what its
 * trace says change together or not at all, and of two who change it at once the second sees what the first did. A worker's
 * flushes wait meanwhile, so `change` should not.
 *
 * Costs four round trips with one call in `change`, and one for each further call. What `change` throws undoes everything
 * and is thrown again. Throws `RunNotFoundError`, `DatabaseUnreachableError`, and `LedgerQueryError`.
 */
export async function changeRun<T>(
  pool: Pool,
  runId: string,
  change: (run: LockedRun) => Promise<T>,
  { recorded, ...options }: ChangeRunOptions = {},
): Promise<T> {
  const events: RecordedEvent[] = [];
  const { pipeline, result } = await inTransaction(
    pool,
    async (transaction) => {
      const statement = { name: 'lock-run', text: LOCK, values: [runId, ORPHANED_AFTER_MS] };
      const [row] = await new QueryRunner(transaction).rows<{ run: LockedRow | null }>(statement);
      if (row === undefined || row.run === null) throw new RunNotFoundError(runId);
      const { pipeline } = row.run;
      return { pipeline, result: await change(lockedRun(transaction, row.run, events)) };
    },
    options,
  );
  if (recorded !== undefined && events.length > 0) tell(() => recorded({ runId, pipeline, events }));
  return result;
}
