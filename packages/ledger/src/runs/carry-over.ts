import type { ClientBase } from 'pg';
import { RunNotFoundError, RunPrunedError } from '../errors.ts';
import type { Database } from '../postgres/database.ts';
import { QueryRunner } from '../read/query-runner.ts';

export interface CarryOverOptions {
  /** The run to go on from. It stays as it was. */
  readonly fromRunId: string;
  /** The new one: registered and enqueued in this same transaction, so that no worker has it yet. */
  readonly toRunId: string;
  /** The step at which the new run begins to work: what was recorded before it is carried over. */
  readonly step: string;
  /** Of that step: its items that succeeded or were skipped, with what people answered, or nothing. */
  readonly items: 'none' | 'done';
}

export interface CarriedOver {
  /** Steps, and whatever else DBOS had recorded by then. */
  readonly steps: number;
  readonly items: number;
}

/**
 * Gives a new run what an earlier one did: the steps that DBOS recorded before the first record of `step`, or all where
 * there is none; with `items: 'done'` also the items of `step` that are done and the answers of people; and the artifacts of
 * both, which name the same files. See `recordedSteps` for what can be a `step`.
 *
 * Locks the source's row in DBOS. Throws `RunNotFoundError` for either run, and `RunPrunedError`.
 */
export async function carryOver(
  transaction: ClientBase,
  { fromRunId, toRunId, step, items }: CarryOverOptions,
): Promise<CarriedOver> {
  const [row] = await new QueryRunner(transaction).rows<CarriedOver & { outcome: string }>({
    text: 'SELECT outcome, steps, items FROM telltale.carry_over($1, $2, $3, $4)',
    values: [fromRunId, toRunId, step, items === 'done'],
  });
  if (row?.outcome === 'carried') return { steps: row.steps, items: row.items };
  if (row?.outcome === 'pruned') throw new RunPrunedError(fromRunId);
  throw new RunNotFoundError(row?.outcome === 'no target' ? toRunId : fromRunId);
}

export interface RecordedStep {
  readonly name: string;
  readonly failed: boolean;
}

/**
 * What DBOS recorded of a run, in the order in which its body came to it. A step is here once it has ended for good; other
 * things that DBOS records by name, such as the start of another run, stand between the steps. Empty for an unknown run.
 */
export async function recordedSteps(database: Database, runId: string): Promise<readonly RecordedStep[]> {
  return await new QueryRunner(database).rows<RecordedStep>({
    text: 'SELECT name, failed FROM telltale.recorded_steps($1)',
    values: [runId],
  });
}
