import { carryOver, type LockedRun, recordedSteps, registerRun } from '@telltale/ledger';
import { NoFailedItemsError, StepNotReachedError } from '../errors/control-errors.ts';
import { asked } from './asked.ts';
import { change } from './change.ts';
import type { ClientContext } from './context.ts';
import { checkPriority, enqueue } from './enqueue.ts';
import { beginAt, firstLeftOut, type Past, reachedSteps, stepToRetry } from './kept-steps.ts';
import { readInput } from './read-workflow.ts';
import type { NewRunOptions } from './submit.ts';
import { describeSubmitted, type SubmittedRun } from './submitted-run.ts';

export interface RetryOptions extends NewRunOptions {
  /** Whether the step at which it goes on forgets the items that it had done. Default: false. */
  readonly fresh?: boolean;
}

export interface RerunOptions extends NewRunOptions {
  /** Where to begin: what the earlier run did before this step is kept. Default: the first, and nothing is kept. */
  readonly fromStep?: string;
}

/** Goes on, in a new run, where one that failed or was cancelled ended. */
export async function retry(
  context: ClientContext,
  runId: string,
  { fresh = false, ...options }: RetryOptions,
): Promise<SubmittedRun> {
  const choose = (_: LockedRun, past: Past) => ({ step: stepToRetry(past), items: fresh ? 'none' : 'done' }) as const;
  return await startAgain(context, runId, 'retry', choose, options);
}

/** Begins again, in a new run, at a step that one that ended had come to. */
export async function rerun(
  context: ClientContext,
  runId: string,
  { fromStep, ...options }: RerunOptions,
): Promise<SubmittedRun> {
  const choose = (source: LockedRun, past: Past): Beginning => {
    const step = fromStep ?? source.steps[0] ?? '';
    if (step !== source.steps[0]) checkReached(source, past, step);
    return { step, items: 'none' };
  };
  return await startAgain(context, runId, 'rerun', choose, options);
}

/** Does the failed items of a step again, and all later steps. */
export async function retryFailedItems(
  context: ClientContext,
  runId: string,
  step: string,
  options: NewRunOptions,
): Promise<SubmittedRun> {
  const { items } = await context.reader.listItems({ runId, step, outcome: 'failed', limit: 1 });
  const choose = (source: LockedRun, past: Past): Beginning => {
    checkReached(source, past, step);
    if (items.length === 0) throw new NoFailedItemsError(runId, step);
    return { step, items: 'done' };
  };
  return await startAgain(context, runId, 'rerun', choose, options);
}

/** Where the new run begins, and whether the items that this step had done are kept. */
interface Beginning {
  readonly step: string;
  readonly items: 'none' | 'done';
}

function checkReached({ runId, step: current }: LockedRun, past: Past, step: string): void {
  const reached = reachedSteps(past, current?.name ?? null);
  if (!reached.includes(step)) throw new StepNotReachedError(runId, step, reached);
}

/**
 * Makes a run that takes over what an earlier one did before some step. All in one transaction, in which the earlier run is
 * locked first: there is no new run without what it takes over, and no mention of one that is not there.
 */
async function startAgain(
  context: ClientContext,
  sourceId: string,
  control: 'retry' | 'rerun',
  choose: (source: LockedRun, past: Past) => Beginning,
  options: NewRunOptions,
): Promise<SubmittedRun> {
  const { idempotencyKey, priority } = options;
  if (priority !== undefined) checkPriority(priority);
  // Not in the transaction: its connection is one of the pool already, and the input never changes.
  const input = await readInput(context, sourceId);
  const made = await change(context, sourceId, control, async (source) => {
    const { transaction, pipeline, subject, title } = source;
    const past = { runId: sourceId, declared: source.steps, recorded: await recordedSteps(transaction, sourceId) };
    const { step, items } = choose(source, past);
    // A client that does not know the pipeline leaves it to the worker whether its code goes on with these steps.
    const { version, steps } = context.pipelines.get(pipeline) ?? source;
    const fromStep = beginAt(past, step, steps);
    const told = asked(options);
    const registered = await registerRun(transaction, {
      pipeline,
      subject,
      version,
      steps,
      input,
      retryOf: sourceId,
      fromStep,
      ...told,
      ...(title === null ? {} : { title }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    if (registered.created) {
      const { runId: newRunId } = registered;
      await enqueue(context.dbos, transaction, {
        pipeline,
        runId: newRunId,
        input,
        priority: priority ?? source.priority,
      });
      await carryOver(transaction, { fromRunId: sourceId, toRunId: newRunId, step: firstLeftOut(past, step), items });
      await source.append([{ type: 'run.retried', data: { ...told, newRunId, fromStep } }]);
    }
    return { registered, subject };
  });
  return await describeSubmitted(context, made.registered, made.subject);
}
