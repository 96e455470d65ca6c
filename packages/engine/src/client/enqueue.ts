import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import type { ClientBase } from 'pg';
import { APPLICATION_NAME, ENGINE_VERSION } from '../engine-version.ts';
import { InvalidOptionError } from '../errors/control-errors.ts';

/** In the middle of nothing: there is room to let a run go first, which DBOS's own default, 0, leaves none for. */
export const DEFAULT_PRIORITY = 100;
const MAX_PRIORITY = 2_147_483_647;

export interface EnqueuedRun {
  readonly pipeline: string;
  readonly runId: string;
  readonly input: unknown;
  readonly priority: number;
}

/** Makes the DBOS workflow of a run, waiting in its pipeline's queue, in the transaction that makes the run. */
export async function enqueue(
  dbos: DBOSClient,
  transaction: ClientBase,
  { pipeline, runId, input, priority }: EnqueuedRun,
): Promise<void> {
  await dbos.enqueueInTransaction(
    transaction,
    {
      queueName: pipeline,
      workflowName: pipeline,
      workflowID: runId,
      // A workflow that nobody has a run for would otherwise be taken for this one, with its own input.
      workflowIDReusePolicy: 'reject',
      appVersion: ENGINE_VERSION,
      applicationName: APPLICATION_NAME,
      priority,
    },
    input,
  );
}

/** Throws `InvalidOptionError`. */
export function checkPriority(priority: number): number {
  if (Number.isInteger(priority) && priority >= 0 && priority <= MAX_PRIORITY) return priority;
  throw new InvalidOptionError('priority', `a whole number from 0 to ${MAX_PRIORITY}`, priority);
}
