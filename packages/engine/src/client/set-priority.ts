import { connectionError, describeDatabase, RunNotFoundError } from '@telltale/ledger';
import { RunNotQueuedError } from '../errors/control-errors.ts';
import type { ClientContext } from './context.ts';
import { checkPriority } from './enqueue.ts';

/** Changes a run's place in its queue. Throws `RunNotFoundError`, `RunNotQueuedError` and `InvalidOptionError`. */
export async function setPriority(
  { reader, dbos, pool }: ClientContext,
  runId: string,
  priority: number,
): Promise<void> {
  checkPriority(priority);
  const run = await reader.getRun(runId);
  if (run === null) throw new RunNotFoundError(runId);
  if (run.state !== 'queued') throw new RunNotQueuedError(runId, run.state);
  // A worker that takes it just now is no harm: DBOS leaves the run alone, and it has begun, which is sooner than soon.
  await dbos.setWorkflowPriority(runId, priority).catch((cause: unknown) => {
    throw connectionError(describeDatabase(pool), cause) ?? cause;
  });
}
