import { within } from '../within.ts';

/** One thing of several that have to be done at an end, whatever becomes of the others. */
export interface Phase {
  /** As the start of a sentence: `Closing the browser`. */
  readonly what: string;
  readonly limitMs: number;
  readonly run: () => Promise<void>;
}

/** Does all phases in their order. One that fails, or hangs past its limit, is told of, and the next one begins. */
export async function runPhases(phases: readonly Phase[], warn: (message: string) => void): Promise<void> {
  for (const { what, limitMs, run } of phases) {
    try {
      await within(what, limitMs, run);
    } catch (error) {
      const reason = error instanceof Error ? `: ${error.message.split('\n', 1)[0]}` : '.';
      try {
        warn(`${what} failed${reason}`);
      } catch {
        // Nobody can be told any more; what is left has to be done all the same.
      }
    }
  }
}
