import type { Step } from '@telltale/engine';

/** Sources of a transcript that do not do, told where people look: in the trace, in a failure, beside the episode. */
export class Refusals {
  readonly #step: Step;
  readonly #clauses: string[] = [];

  constructor(step: Step) {
    this.#step = step;
  }

  /** A source was not asked. `note` says why, as a clause. */
  skipped(source: string, note: string): void {
    this.#step.tried({ source, outcome: 'skipped', note });
    this.#step.log(`${capital(source)} is left out: ${note}.`);
    this.#clauses.push(`${source} is left out: ${note}`);
  }

  /** A source failed. `message` says how, as a sentence. */
  failed(source: string, message: string): void {
    this.#step.tried({ source, outcome: 'error', note: message });
    this.#step.log(`${capital(source)} does not do: ${message}`, {}, 'warn');
    this.#clauses.push(`${source} does not do: ${message.replace(/\.$/, '')}`);
  }

  /** There is no such source: a clause. */
  missing(clause: string): void {
    this.#clauses.push(clause);
  }

  /** Why it is neither of these but that which `reason`, a clause, is about. */
  why(reason: string): string {
    return [...this.#clauses, reason].join('; ');
  }
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
