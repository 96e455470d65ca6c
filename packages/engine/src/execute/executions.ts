import type { RunExecution } from './run-execution.ts';

/** The runs that this process has in hand. A run can be there twice: one that was lost and still unwinds, and the new one. */
export class Executions {
  readonly #all = new Set<RunExecution>();

  get all(): readonly RunExecution[] {
    return [...this.#all];
  }

  of(runId: string): readonly RunExecution[] {
    return this.all.filter((execution) => execution.runId === runId);
  }

  add(execution: RunExecution): void {
    this.#all.add(execution);
  }

  remove(execution: RunExecution): void {
    this.#all.delete(execution);
  }
}
