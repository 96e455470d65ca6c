import type { RunState } from '@telltale/core';
import { RunNotFoundError } from '@telltale/ledger';
import { RunNotEndedError } from '../errors/control-errors.ts';
import { RunFailedError } from '../errors/run-failed-error.ts';
import { checkRunId } from './check-run-id.ts';
import type { ClientContext } from './context.ts';
import { readWorkflow } from './read-workflow.ts';

/** How a run ended. */
export type RunEnd<Result = unknown> =
  | { readonly state: 'succeeded'; readonly result: Result }
  | { readonly state: 'failed'; readonly error: RunFailedError }
  | { readonly state: 'cancelled' };

/** What became of a run, if it has ended. Throws `RunNotFoundError` and `RunNotEndedError`. */
export async function readResult(context: ClientContext, runId: string): Promise<RunEnd> {
  checkRunId(runId);
  const run = await context.reader.getRun(runId);
  if (run === null) throw new RunNotFoundError(runId);
  if (!isEnd(run.state)) throw new RunNotEndedError(runId, run.state);
  return await readEnd(context, runId, run.state);
}

/** What became of a run that has ended: its result, or why it failed. */
export async function readEnd(context: ClientContext, runId: string, state: RunEnd['state']): Promise<RunEnd> {
  if (state === 'cancelled') return { state };
  const { output, error } = await readWorkflow(context, runId, { loadInput: false, loadOutput: true });
  if (state === 'succeeded') return { state, result: output };
  if (error instanceof Error) return { state, error: new RunFailedError(runId, { message: error.message, error }) };
  const run = await context.reader.getRun(runId);
  const message = run?.failure ?? `Run ${runId} failed, and nobody recorded why.`;
  return { state, error: new RunFailedError(runId, { message }) };
}

export function isEnd(state: RunState): state is RunEnd['state'] {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}
