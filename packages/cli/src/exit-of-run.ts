import type { RunState } from '@telltale/core';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** The exit code that tells how a run ended. */
export function exitOfRun(state: RunState): ExitCode {
  if (state === 'failed') return EXIT.runFailed;
  return state === 'cancelled' ? EXIT.runCancelled : EXIT.ok;
}
