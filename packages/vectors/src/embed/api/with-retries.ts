import { setTimeout } from 'node:timers/promises';
import { EmbeddingError } from '../../errors.ts';

export interface RetryOptions {
  /** How often a request is sent at most. Default: 5. */
  readonly attempts?: number;
  /** The wait after the first failure, in ms; doubled after each, a random half of it left out. Default: 1,000. */
  readonly retryMs?: number;
}

/** A service that asks for a longer wait is told of as failed: whoever called can wait better than a connection. */
const LONGEST_WAIT_MS = 60_000;
const DEFAULT_ATTEMPTS = 5;
const DEFAULT_RETRY_MS = 1_000;

/** A failure for which the service said when to come again. */
export class WaitToldError extends Error {
  readonly error: EmbeddingError;
  readonly waitMs: number;

  constructor(error: EmbeddingError, waitMs: number) {
    super(error.message, { cause: error });
    this.error = error;
    this.waitMs = waitMs;
  }
}

/** Calls until it succeeds, or fails for good. Throws the last `EmbeddingError`, or the signal's reason at once. */
export async function withRetries<T>(
  call: () => Promise<T>,
  { attempts = DEFAULT_ATTEMPTS, retryMs = DEFAULT_RETRY_MS, signal }: RetryOptions & { readonly signal: AbortSignal },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (thrown) {
      const told = thrown instanceof WaitToldError ? thrown : null;
      const error = told?.error ?? thrown;
      const waitMs = told?.waitMs ?? retryMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      const lasting = !(error instanceof EmbeddingError && error.retryable);
      if (lasting || attempt >= attempts || waitMs > LONGEST_WAIT_MS) throw error;
      await setTimeout(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}
