import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../pipeline/retry-options.ts';

const RESTS = { attempts: Number.POSITIVE_INFINITY, backoffMs: 50, maxBackoffMs: 5_000 };

/** Repeats what fails only because the database is away, until it is back. Everything else is thrown. */
export async function whileAway<T>(
  call: () => Promise<T>,
  retrying: (error: unknown) => void = () => undefined,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if ((error as { readonly retryable?: unknown } | null)?.retryable !== true) throw error;
      retrying(error);
      await delay(backoffMs(attempt, RESTS));
    }
  }
}
