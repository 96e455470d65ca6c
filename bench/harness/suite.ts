import type { Case, Results } from './case.ts';

/** Benchmarks of one part of Telltale, which run together and give one report. */
export interface Suite {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** All its cases, in the order of the report. */
  readonly caseNames: readonly string[];
  /** Starts what the chosen cases need. */
  open(options: SuiteOptions): Promise<OpenSuite>;
}

export interface SuiteOptions {
  /** The cases that will run. */
  readonly cases: ReadonlySet<string>;
  /** How many items the cases are measured with; a case takes a multiple of it. */
  readonly items: number;
  /** Short runs: for a look, not for publication. */
  readonly quick: boolean;
  /** Told of a case that cannot run here, and why. */
  readonly skip: (what: string) => void;
}

export interface OpenSuite extends AsyncDisposable {
  readonly cases: readonly Case[];
  /** What the figures hang on, beside the machine; a line each. */
  readonly facts: readonly string[];
  report(results: Results): string;
}
