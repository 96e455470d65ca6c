import { TimedOutError } from '../errors/step-errors.ts';
import { within } from '../within.ts';

/** How a call ended. `timeout` and `aborted` say whether it ignored its signal and was left behind, still running. */
export type End<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'timeout'; readonly ignored: boolean; readonly error: TimedOutError }
  | { readonly kind: 'aborted'; readonly ignored: boolean };

export interface Bounds {
  /** What is called, as the start of a sentence: `Step download`. */
  readonly what: string;
  readonly signal: AbortSignal;
  /** Default: none. */
  readonly timeoutMs?: number | undefined;
  /** How long it may take to let go after its signal aborted, in ms. */
  readonly letGoMs: number;
}

/**
 * Runs a call under a signal and a time limit, and waits for it to let go, `letGoMs` at most: what comes after it does
 * not run beside it. A call that returns or throws before its signal aborts ended by itself; one that does so later did
 * not.
 */
export async function runBounded<T>(call: (signal: AbortSignal) => T | Promise<T>, bounds: Bounds): Promise<End<T>> {
  const { what, signal: outer, timeoutMs, letGoMs } = bounds;
  if (outer.aborted) return { kind: 'aborted', ignored: false };
  const limit = new AbortController();
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => limit.abort(new TimedOutError(what, timeoutMs)), timeoutMs);
  const signal = timeoutMs === undefined ? outer : AbortSignal.any([outer, limit.signal]);
  const aborted = Promise.withResolvers<null>();
  const onAbort = () => aborted.resolve(null);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const settled = settle(call, signal);
    const ended = await Promise.race([settled, aborted.promise]);
    if (ended !== null && !signal.aborted) return ended;
    const ignored = !(await within(settled, letGoMs));
    if (timeoutMs === undefined || !limit.signal.aborted || outer.aborted) return { kind: 'aborted', ignored };
    const late = ignored ? null : await settled;
    const error = new TimedOutError(what, timeoutMs, {
      ...(ignored ? { ignoredMs: letGoMs } : {}),
      ...(late?.kind === 'threw' ? { cause: late.error } : {}),
    });
    return { kind: 'timeout', ignored, error };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

type Settled<T> = Extract<End<T>, { kind: 'returned' | 'threw' }>;

async function settle<T>(call: (signal: AbortSignal) => T | Promise<T>, signal: AbortSignal): Promise<Settled<T>> {
  try {
    return { kind: 'returned', value: await call(signal) };
  } catch (error) {
    return { kind: 'threw', error };
  }
}
