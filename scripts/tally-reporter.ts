import type { Reporter, TestModule } from 'vitest/node';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Ends the output with a bare `N passed, N failed`, which any CI can read. It is written while the process exits,
 * because only then nothing else can follow and even a run that broke before its first test gets its line.
 */
export class TallyReporter implements Reporter {
  #tally: Tally = { passed: 0, failed: 0, skipped: 0 };

  onInit(): void {
    process.once('exit', (code) => process.stdout.write(`${tallyLine(this.#tally, code)}\n`));
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    this.#tally = modules.map(tallyModule).reduce(add, { passed: 0, failed: 0, skipped: 0 });
  }
}

/**
 * A run that ends badly never shows `0 failed`: an error outside every test counts as one. What was skipped has a line of
 * its own before, so that the last one stays bare.
 */
export function tallyLine({ passed, failed, skipped }: Tally, exitCode: number): string {
  const line = `${passed} passed, ${exitCode === 0 ? failed : Math.max(failed, 1)} failed`;
  return skipped > 0 ? `${skipped} skipped\n${line}` : line;
}

function tallyModule(module: TestModule): Tally {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const count = (state: string) => states.filter((each) => each === state).length;
  // A file that does not load has no tests to fail.
  const broken = module.errors().length > 0 ? 1 : 0;
  return { passed: count('passed'), failed: count('failed') + broken, skipped: count('skipped') };
}

function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
