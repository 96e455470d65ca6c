import { changeRun, type LockedRun, OwnershipLostError } from '@telltale/ledger';
import type { ExecutionServices } from './services.ts';

/**
 * Closes what an execution before this one left open: its actions as interrupted, its step as stopped. Whoever moved the
 * run has usually done so; a worker that DBOS itself gave the run back to has nobody who did.
 */
export async function closeLeftovers(
  { pool, moments }: Pick<ExecutionServices, 'pool' | 'moments'>,
  runId: string,
  owner: string,
): Promise<void> {
  const close = async (run: LockedRun) => {
    if (run.owner !== owner) throw new OwnershipLostError(runId);
    await run.closeOpen('interrupted');
  };
  await changeRun(pool, runId, close, { recorded: moments.recorded });
}
