import { type StepMisuse, StepMisuseError } from '../errors/step-errors.ts';
import { scopes } from './scope.ts';

/**
 * What the pipeline's `run` calls, in which order. A call that breaks the rules, by which DBOS can give each result back to
 * the call that made it, is refused before anything of it happens.
 */
export class CallOrder {
  readonly #runId: string;
  readonly #pipeline: { readonly name: string; readonly steps: readonly string[] };
  readonly #called: string[] = [];
  #recorded: readonly string[] = [];
  #operations = 0;
  #active: { readonly name: string; readonly ended: Promise<void> } | null = null;

  constructor(runId: string, pipeline: { readonly name: string; readonly steps: readonly string[] }) {
    this.#runId = runId;
    this.#pipeline = pipeline;
  }

  /** How many operations DBOS has been asked to record. */
  get operations(): number {
    return this.#operations;
  }

  /** The names under which DBOS has recorded what the run did before, in order. */
  replay(recorded: readonly string[]): void {
    this.#recorded = recorded;
  }

  /** A step is called. Throws `StepMisuseError`. */
  callStep(name: string, hasBody: boolean): void {
    this.checkNesting(name);
    const { steps } = this.#pipeline;
    const place = steps.indexOf(name);
    if (place < 0) {
      const problem = `pipeline ${this.#pipeline.name} declares ${steps.join(', ')}`;
      throw this.#refuse(name, 'step_undeclared', problem, 'Add it to the pipeline’s steps, at its place.');
    }
    if (!hasBody) {
      const hint = 'Call step(name, body) or step(name, options, body).';
      throw this.#refuse(name, 'step_undeclared', 'it was given no body', hint);
    }
    if (this.#called.includes(name)) {
      const hint = 'Make what repeats the items of one step: step.items(list, …).';
      throw this.#refuse(name, 'step_repeated', 'it was called before in this run', hint);
    }
    const later = this.#called.find((called) => steps.indexOf(called) > place);
    if (later !== undefined) {
      const problem = `it is declared before ${later}, which has been called already`;
      throw this.#refuse(name, 'step_out_of_order', problem, 'Call steps in the order of their declaration.');
    }
    this.#called.push(name);
  }

  /** Throws `StepMisuseError` inside of a step and beside one. */
  checkNesting(name: string): void {
    const scope = scopes.getStore();
    if (scope?.attempt.runId === this.#runId) {
      const hint = 'Call it after that step, from the pipeline’s run; inside a step use items and actions.';
      throw this.#refuse(name, 'step_nested', `it was called inside step ${scope.attempt.name}`, hint);
    }
    if (this.#active !== null) {
      const hint = 'Await each step before the next one; run things side by side as items of one step.';
      throw this.#refuse(name, 'step_overlapping', `${this.#active.name} has not ended`, hint);
    }
  }

  /**
   * The next operation is this one. DBOS replays by place: gives what the run did there before if that was something else,
   * and `null` if all is well.
   */
  next(name: string): string | null {
    const recorded = this.#recorded[this.#operations] ?? name;
    this.#operations += 1;
    return recorded === name ? null : recorded;
  }

  /** Does an operation, so that it is known to be under way. */
  async during<T>(name: string, operation: () => Promise<T>): Promise<T> {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#active = { name, ended };
    try {
      return await operation();
    } finally {
      this.#active = null;
      end();
    }
  }

  /**
   * Waits for a step that the pipeline's `run` left in work: the run must not end while something of it still happens.
   * Gives the error of having left it; `null` if there was none.
   */
  async endOfLeftStep(): Promise<StepMisuseError | null> {
    const left = this.#active;
    while (this.#active !== null) await this.#active.ended;
    if (left === null) return null;
    const problem = 'nobody awaits it, and the pipeline’s run ended before it did';
    return this.#refuse(
      left.name,
      'step_overlapping',
      problem,
      'Await each step before the next one, and before returning.',
    );
  }

  #refuse(step: string, code: StepMisuse, problem: string, hint: string): StepMisuseError {
    return new StepMisuseError(this.#runId, step, code, problem, hint);
  }
}
