import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import { connectionError, describeDatabase, RunNotFoundError } from '@telltale/ledger';
import { checkRunId } from './check-run-id.ts';
import type { ClientContext } from './context.ts';

type Workflow = Awaited<ReturnType<DBOSClient['listWorkflows']>>[number];

/** What DBOS has of a run. Throws `RunNotFoundError` and `DatabaseUnreachableError`. */
export async function readWorkflow(
  { dbos, pool }: ClientContext,
  runId: string,
  load: { readonly loadInput: boolean; readonly loadOutput: boolean },
): Promise<Workflow> {
  checkRunId(runId);
  const found = await dbos.listWorkflows({ workflowIDs: [runId], ...load }).catch((cause: unknown) => {
    throw connectionError(describeDatabase(pool), cause) ?? cause;
  });
  const [workflow] = found;
  if (workflow === undefined) throw new RunNotFoundError(runId);
  return workflow;
}

/** What a run was enqueued with. */
export async function readInput(context: ClientContext, runId: string): Promise<unknown> {
  const { input } = await readWorkflow(context, runId, { loadInput: true, loadOutput: false });
  if (!Array.isArray(input))
    throw new Error(`DBOS cannot read the input of run ${runId}: was it made by another program?`);
  return input[0];
}
