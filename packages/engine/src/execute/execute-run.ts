import { DBOS, DBOSWorkflowConflictError } from '@dbos-inc/dbos-sdk';
import { currentOwnerXid } from '@dbos-inc/dbos-sdk/internal/context';
import { RunNotFoundError } from '@telltale/ledger';
import { StrayWorkflowError } from '../errors/worker-errors.ts';
import type { AnyPipeline } from '../pipeline/pipeline.ts';
import type { Executions } from './executions.ts';
import { runBounded } from './run-bounded.ts';
import { RunExecution } from './run-execution.ts';
import type { ExecutionServices } from './services.ts';

/** A body may only just have been told by its step to let go: it gets that much longer than a step, in ms. */
const BODY_LET_GO_MS = 1_000;

/** The body of every DBOS workflow: one execution of a run. Its result, or its error, is the run's. */
export async function executeRun(
  pipeline: AnyPipeline,
  input: unknown,
  services: ExecutionServices,
  executions: Executions,
): Promise<unknown> {
  const { workflowID: runId } = DBOS;
  const owner = runId === undefined ? undefined : currentOwnerXid(runId);
  if (runId === undefined || owner === undefined) throw new Error('a run is executed inside of its DBOS workflow');
  const execution = new RunExecution(runId, owner, pipeline, services);
  executions.add(execution);
  try {
    return await runToItsEnd(execution, input);
  } finally {
    executions.remove(execution);
    services.moments.runLeft({ runId, how: execution.exit });
    // Nobody waits for it: a database that is away must not hold the slot.
    void execution.recorder.release().catch(() => undefined);
  }
}

async function runToItsEnd(execution: RunExecution, input: unknown): Promise<unknown> {
  try {
    await execution.begin();
    const result = await runBody(execution, input);
    execution.throwIfLettingGo();
    await execution.succeed(result);
    return result;
  } catch (error) {
    if (!execution.begun && error instanceof RunNotFoundError) {
      throw new StrayWorkflowError(execution.runId, { pipeline: execution.pipeline.name, cause: error });
    }
    throw await (execution.mustLetGo(error) ? letGo(execution, error) : failed(execution, error));
  }
}

async function runBody(execution: RunExecution, input: unknown): Promise<unknown> {
  const { pipeline, services, signal } = execution;
  const end = await runBounded(() => pipeline.run(execution.context(input)), {
    what: `The run function of pipeline ${pipeline.name}`,
    signal,
    letGoMs: services.settings.letGoMs + BODY_LET_GO_MS,
  });
  if (end.kind !== 'returned' && end.kind !== 'threw') throw signal.reason;
  const left = await execution.calls.endOfLeftStep();
  if (end.kind === 'threw') throw end.error;
  if (left !== null) throw left;
  return end.value;
}

/** The error by which DBOS knows that the outcome is not this execution's to record. */
async function letGo(execution: RunExecution, error: unknown): Promise<Error> {
  await execution.settle(error);
  return new DBOSWorkflowConflictError(execution.runId);
}

/** If nothing can be written of the run, its failure cannot be either. */
async function failed(execution: RunExecution, error: unknown): Promise<unknown> {
  try {
    return await execution.fail(error);
  } catch (refused) {
    return await letGo(execution, refused);
  }
}
