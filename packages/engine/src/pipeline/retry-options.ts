/** How often something is tried, and how long it rests in between. */
export interface RetryOptions {
  /** Tries in all, the first one included. Default: 1, which is no retry. */
  readonly attempts: number;
  /** Rest after the first failure, in ms. A random half of each rest is left out, so that many don't come back in step. Default: 1,000. */
  readonly backoffMs?: number;
  /** What each rest is multiplied by to give the next. Default: 2. */
  readonly factor?: number;
  /** Longest rest, in ms. Default: 60,000. */
  readonly maxBackoffMs?: number;
  /** Whether this error is worth another try. Default: every one, but an error whose `retryable` is `false` and that has a `code`. */
  readonly retryIf?: (error: unknown) => boolean;
}

/** The rest after the `attempt`-th failure (from 1), in ms, given a random number of [0, 1). */
export function backoffMs(attempt: number, options: RetryOptions | undefined, random: number = Math.random()): number {
  const { backoffMs: first = 1_000, factor = 2, maxBackoffMs = 60_000 } = options ?? {};
  // Not 0 times infinity, for a first rest of 0.
  const grown = first * Math.min(Number.MAX_VALUE, factor ** (attempt - 1));
  return Math.round(Math.min(maxBackoffMs, grown) * (0.5 + random / 2));
}

/** Whether the `attempt`-th failure (from 1) is followed by another try. A `retryIf` that throws says no. */
export function isWorthRetrying(attempt: number, error: unknown, options: RetryOptions | undefined): boolean {
  if (options === undefined || !(attempt < options.attempts)) return false;
  try {
    return (options.retryIf ?? mayPass)(error);
  } catch {
    return false;
  }
}

/** A Telltale error knows whether the same call can succeed later; of others nobody does, so they are tried again. */
function mayPass(error: unknown): boolean {
  const told = error as { readonly code?: unknown; readonly retryable?: unknown } | null | undefined;
  return !(typeof told?.code === 'string' && told.retryable === false);
}
