import type { RunExecution } from './run-execution.ts';

/** The runs that this process has in hand. A run can be there twice: one that was lost and still unwinds, and the new one. */
export class Executions {
  readonly #all = new Set<RunExecution>();
  readonly #left: (execution: RunExecution) => void;
  #idle = Promise.withResolvers<void>();

  /** `left` is called when one is over. */
  constructor({ left = () => undefined }: { readonly left?: (execution: RunExecution) => void } = {}) {
    this.#left = left;
    this.#idle.resolve();
  }

  get all(): readonly RunExecution[] {
    return [...this.#all];
  }

  of(runId: string): readonly RunExecution[] {
    return this.all.filter((execution) => execution.runId === runId);
  }

  add(execution: RunExecution): void {
    if (this.#all.size === 0) this.#idle = Promise.withResolvers();
    this.#all.add(execution);
  }

  remove(execution: RunExecution): void {
    if (!this.#all.delete(execution)) return;
    this.#left(execution);
    if (this.#all.size === 0) this.#idle.resolve();
  }

  /** Resolves when there is none. */
  async idle(): Promise<void> {
    while (this.#all.size > 0) await this.#idle.promise;
  }
}
