import { TestingError } from './testing-error.ts';

// Taken at import, before a test installs fake timers: a limit must end a test that waits for ever under a fake clock.
const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
const realPerformanceNow = performance.now.bind(performance);

/** How long the helpers of this package wait for something before they give up. */
export const DEFAULT_TIMEOUT_MS = 20_000;

export interface WaitOptions {
  /** Default: 20,000. */
  readonly timeoutMs?: number;
}

/** Milliseconds since the process started, by the real clock. */
export function realNow(): number {
  return realPerformanceNow();
}

/** A pause by the real clock, for the few places that can only poll. */
export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    realSetTimeout(resolve, durationMs);
  });
}

/**
 * Waits for `promise` for at most `timeoutMs`, by the real clock.
 *
 * `explain` is called at the end of the limit and gives the sentence of the error (code `timeout`); it should name what
 * was awaited and what came instead. The limit alone doesn't keep the process alive.
 */
export function withTimeLimit<T>(promise: Promise<T>, timeoutMs: number, explain: () => string): Promise<T> {
  const limited = Promise.withResolvers<T>();
  const timer = realSetTimeout(() => limited.reject(new TestingError(explain(), { code: 'timeout' })), timeoutMs);
  timer.unref();
  const stop = (): void => realClearTimeout(timer);
  promise.then(limited.resolve, limited.reject).then(stop, stop);
  return limited.promise;
}

/**
 * Marks a promise that a test holds for later: when the test fails before it comes to await it, a rejection must not
 * count as a second, unhandled failure.
 */
export function mayBeAbandoned<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
