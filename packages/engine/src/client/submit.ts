import { inTransaction, registerRun } from '@telltale/ledger';
import type { AnyPipeline } from '../pipeline/pipeline.ts';
import { type Asked, asked } from './asked.ts';
import { type ClientContext, findPipeline } from './context.ts';
import { checkPriority, DEFAULT_PRIORITY, enqueue } from './enqueue.ts';
import { parseInput } from './parse-input.ts';
import { subjectOf } from './subject-of.ts';
import { describeSubmitted, type SubmittedRun } from './submitted-run.ts';

export interface NewRunOptions extends Asked {
  /**
   * What tells this request from every other one, 1–200 printable characters: the same one again, from anybody and for
   * whatever, gives the run that it gave first, also after that has ended. Default: none.
   */
  readonly idempotencyKey?: string;
  /** Of the runs in its pipeline's queue the lowest goes first, 0–2,147,483,647. Default: 100, or that of the run it goes on from. */
  readonly priority?: number;
}

/** Checks an input, and makes its run together with the DBOS workflow that is to execute it. */
export async function submit(
  context: ClientContext,
  which: AnyPipeline | string,
  rawInput: unknown,
  options: NewRunOptions,
): Promise<SubmittedRun> {
  const pipeline = findPipeline(context, which);
  const priority = checkPriority(options.priority ?? DEFAULT_PRIORITY);
  const input = await parseInput(pipeline, rawInput);
  const subject = await subjectOf(pipeline, input);
  const title = pipeline.title(input);
  const { name, version, steps } = pipeline;
  const { idempotencyKey } = options;
  const registered = await inTransaction(context.pool, async (transaction) => {
    const made = await registerRun(transaction, {
      pipeline: name,
      subject,
      version,
      steps,
      input,
      ...(title === undefined ? {} : { title }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      ...asked(options),
    });
    if (made.created) await enqueue(context.dbos, transaction, { pipeline: name, runId: made.runId, input, priority });
    return made;
  });
  return await describeSubmitted(context, registered, subject);
}
