import { toFailure } from '@telltale/core';
import { type Step, stopKindOf } from '@telltale/engine';

export const ATTEMPT_OUTCOMES = ['ok', 'no_results', 'error', 'skipped'] as const;

/** A source that was looked at. */
export interface AttemptedSource {
  readonly source: string;
  readonly urlOrQuery: string;
  readonly outcome: (typeof ATTEMPT_OUTCOMES)[number];
  readonly note: string;
}

/** The sources that were looked at, told to the run as they are, and kept for the report. */
export class Attempts {
  readonly all: AttemptedSource[] = [];
  readonly #step: Step;

  constructor(step: Step) {
    this.#step = step;
  }

  note(attempt: AttemptedSource): void {
    this.all.push(attempt);
    const { source, urlOrQuery, outcome, note } = attempt;
    this.#step.tried({ source: `${source} ${urlOrQuery}`, outcome, ...(note === '' ? {} : { note }) });
  }

  /** Looks at one source; what fails there is noted and gives `null`. Throws what stops the step. */
  async tolerate<T>(source: string, url: string, look: () => Promise<T>): Promise<T | null> {
    try {
      return await look();
    } catch (error) {
      this.#step.signal.throwIfAborted();
      if (stopKindOf(error) !== null) throw error;
      this.note({ source, urlOrQuery: url, outcome: 'error', note: toFailure(error).message });
      return null;
    }
  }
}
