import { changeRun, OwnershipLostError } from '@telltale/ledger';
import type { Pool } from 'pg';

/**
 * Closes what an execution before this one left open: its actions as interrupted, its step as stopped. Whoever moved the
 * run has usually done so; a worker that DBOS itself gave the run back to has nobody who did.
 */
export async function closeLeftovers(pool: Pool, runId: string, owner: string): Promise<void> {
  await changeRun(pool, runId, async (run) => {
    if (run.owner !== owner) throw new OwnershipLostError(runId);
    await run.closeOpen('interrupted');
  });
}
