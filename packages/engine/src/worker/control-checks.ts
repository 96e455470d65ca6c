import { type ControlOfRun, controlsOf, OwnershipLostError } from '@telltale/ledger';
import type { Pool } from 'pg';
import type { Executions } from '../execute/executions.ts';
import type { RunExecution } from '../execute/run-execution.ts';
import { Loop } from './loop.ts';
import type { Troubles } from './troubles.ts';

export interface ControlChecksOptions {
  readonly pool: Pool;
  readonly executions: Executions;
  readonly troubles: Troubles;
}

/**
 * Tells the executions of this worker what was asked of their runs, and which of them were taken from it. All of them at
 * each check: it is one query, and so nothing is lost with a notification that was.
 */
export class ControlChecks {
  readonly #executions: Executions;
  readonly #loop: Loop;

  constructor({ pool, executions, troubles }: ControlChecksOptions) {
    this.#executions = executions;
    const round = () => check(pool, executions.all);
    this.#loop = new Loop({ name: 'Reading what was asked of runs', everyMs: null, round, troubles });
  }

  start(): void {
    this.#loop.start();
  }

  /** Something was asked of this run, which may be in other hands. */
  asked(runId: string): void {
    if (this.#executions.of(runId).length > 0) this.#loop.wake();
  }

  wake(): void {
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }
}

async function check(pool: Pool, executions: readonly RunExecution[]): Promise<void> {
  if (executions.length === 0) return;
  const runs = await controlsOf(pool, [...new Set(executions.map(({ runId }) => runId))]);
  const byId = new Map(runs.map((run) => [run.runId, run]));
  for (const execution of executions) apply(execution, byId.get(execution.runId));
}

function apply(execution: RunExecution, run: ControlOfRun | undefined): void {
  if (execution.ended) return;
  if (run?.owner !== execution.owner) {
    execution.request({ kind: 'lost', error: new OwnershipLostError(execution.runId) });
  } else if (run.control !== null) {
    execution.request({ kind: run.control });
  }
}
