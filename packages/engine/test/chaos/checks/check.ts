import type { Evidence } from '../evidence.ts';

/** Something that has to be so, whatever was done to workers, runs and database. */
export interface Check {
  readonly name: string;
  /** What is not so, a line each. */
  find(evidence: Evidence): Iterable<string>;
}
