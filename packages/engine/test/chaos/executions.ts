import type { Fact } from './facts.ts';

/** When each execution of a run began, and when others were told that its worker is gone; by the order of facts. */
export class Executions {
  readonly #began = new Map<string, number>();
  readonly #givenUp = new Map<string, number[]>();

  constructor(facts: readonly Fact[]) {
    for (const [place, fact] of facts.entries()) {
      if (fact.type === 'body-began') this.#began.set(fact.execution, place);
      // Frozen workers are given up while they are frozen.
      if (fact.type === 'frozen') this.#givenUp.set(fact.worker, [...(this.#givenUp.get(fact.worker) ?? []), place]);
    }
  }

  /** Where the execution began; the place in the list of facts. */
  beganAt(execution: string): number {
    return this.#began.get(execution) ?? Number.POSITIVE_INFINITY;
  }

  /** Whether the worker of an execution was frozen and given up after that had begun, and before `place`. */
  wasLost({ worker, execution }: { readonly worker: string; readonly execution: string }, place: number): boolean {
    return (this.#givenUp.get(worker) ?? []).some((frozen) => frozen > this.beganAt(execution) && frozen < place);
  }
}
