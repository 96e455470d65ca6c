/** How a call ended. `timeout` and `aborted` say whether it ignored its signal and was left behind, still running. */
export type End<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'timeout'; readonly ignored: boolean; readonly error: unknown }
  | { readonly kind: 'aborted'; readonly ignored: boolean };

export interface Bounds {
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
  /** The reason that the call's signal gets when its time is over. */
  readonly timeoutReason: () => Error;
  /** How long it may take to let go after its signal aborted, in ms. */
  readonly letGoMs: number;
}

/**
 * Runs a call under a signal and a time limit, and waits for it to let go, `letGoMs` at most: what comes after it does
 * not run beside it. A call that returns or throws before its signal aborts ended by itself; one that does so later did
 * not.
 */
export async function runBounded<T>(call: (signal: AbortSignal) => T | Promise<T>, bounds: Bounds): Promise<End<T>> {
  const { signal: outer, timeoutMs, timeoutReason, letGoMs } = bounds;
  if (outer.aborted) return { kind: 'aborted', ignored: false };
  const limit = new AbortController();
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => limit.abort(timeoutReason()), timeoutMs);
  const signal = timeoutMs === undefined ? outer : AbortSignal.any([outer, limit.signal]);
  const aborted = Promise.withResolvers<null>();
  const onAbort = () => aborted.resolve(null);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const settled = settle(call, signal);
    const ended = await Promise.race([settled, aborted.promise]);
    if (ended !== null && !signal.aborted) return ended;
    const late = ended ?? (await within(settled, letGoMs));
    const ignored = late === null;
    if (!limit.signal.aborted || outer.aborted) return { kind: 'aborted', ignored };
    return { kind: 'timeout', ignored, error: late?.kind === 'threw' ? late.error : undefined };
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

async function within<T>(settled: Promise<T>, ms: number): Promise<T | null> {
  const over = Promise.withResolvers<null>();
  const timer = setTimeout(() => over.resolve(null), ms);
  try {
    return await Promise.race([settled, over.promise]);
  } finally {
    clearTimeout(timer);
  }
}
