/** How the pauses between attempts grow, in milliseconds. */
interface RetryPauses {
  readonly retryMs: number;
  readonly maxRetryMs: number;
}

/**
 * The pause after the `attempt`-th failure in a row (from 1): `retryMs`, doubled each time up to `maxRetryMs`, of which
 * a random half is left out, so that many processes do not come back in step. With 50 ms and 5 s: 25–50 ms, 50–100 ms, …, and
 * from the eighth on 2.5–5 s.
 */
export function retryDelayMs(
  attempt: number,
  { retryMs, maxRetryMs }: RetryPauses,
  random: () => number = Math.random,
): number {
  return Math.min(maxRetryMs, retryMs * 2 ** (attempt - 1)) * (0.5 + random() / 2);
}
