import { onTestFailed, onTestFinished, TestRunner } from 'vitest';

export interface AfterThisTest {
  /** Runs after the test, passed or failed. */
  readonly cleanUp: () => Promise<unknown>;
  /** Gives a text that helps to understand a failure; printed when the test fails. */
  readonly explain?: () => string;
}

/**
 * Ties something to the test that is running. Outside a test, in a `beforeAll` hook say, it does nothing: what is made
 * there lasts longer than a test, and its maker cleans it up.
 */
export function afterThisTest({ cleanUp, explain }: AfterThisTest): void {
  if (!TestRunner.getCurrentTest()) return;
  onTestFinished(async () => {
    await cleanUp();
  });
  if (explain) onTestFailed(() => void process.stderr.write(`${explain()}\n`));
}
