import { type ActionContext, type ActionOptions, type Step, TimedOutError } from '@telltale/engine';

/** How an action ended that nothing around it ended. */
export type BoundedEnd<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'timeout'; readonly error: TimedOutError };

/**
 * An action with a time limit of its own. What ends it from outside (a stop of the engine, the step's limit, the signal of
 * its options) is thrown, as it has to be; `call` must throw nothing else.
 */
export async function boundedAction<T>(
  step: Step,
  tool: string,
  input: unknown,
  call: (context: ActionContext) => Promise<T>,
  options: ActionOptions<T> & { readonly timeoutMs: number },
): Promise<BoundedEnd<T>> {
  let signal: AbortSignal | undefined;
  const value = (context: ActionContext) => {
    signal = context.signal;
    return call(context);
  };
  try {
    return { kind: 'returned', value: await step.action(tool, input, value, options) };
  } catch (error) {
    // The engine throws an error of its own for the action's limit, and the very reason of the signal for all others.
    const own = error instanceof TimedOutError && signal?.aborted === true && signal.reason !== error;
    if (!own) throw error;
    return { kind: 'timeout', error };
  }
}
