import { type Control, refuseControl } from '@telltale/core';
import { changeRun, type LockedRun } from '@telltale/ledger';
import { ControlRefusedError } from '../errors/control-errors.ts';
import { checkRunId } from './check-run-id.ts';
import type { ClientContext } from './context.ts';

/**
 * Changes a run if it can be asked for `control` in the state that it then has, in one transaction. Throws
 * `RunNotFoundError` and `ControlRefusedError`.
 */
export async function change<T>(
  { pool }: ClientContext,
  runId: string,
  control: Control,
  work: (run: LockedRun) => Promise<T>,
): Promise<T> {
  checkRunId(runId);
  return await changeRun(pool, runId, async (run) => {
    if (refuseControl(runId, run.state, control) !== null) throw new ControlRefusedError(runId, run.state, control);
    return await work(run);
  });
}
