import type { Message } from '../child/inbox.ts';
import { type Child, type ChildOptions, startChild } from '../child/start-child.ts';
import { afterThisTest } from './after-this-test.ts';

/** `startChild` for the running test: killed after it, and its output is shown if the test fails. */
export function runChild<FromChild extends Message = Message, ToChild extends Message = Message>(
  file: string | URL,
  options: ChildOptions = {},
): Child<FromChild, ToChild> {
  const child = startChild<FromChild, ToChild>(file, options);
  afterThisTest({
    cleanUp: () => child.kill(),
    explain: () => `Output of child process ${child.name} (pid ${child.pid}):\n${child.output.trimEnd() || '(none)'}`,
  });
  return child;
}
