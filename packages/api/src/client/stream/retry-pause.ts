import type { FollowSettings } from './follow-settings.ts';

/** What the server asks for is kept to up to here: beyond, `setTimeout` would soon not wait at all. */
const LONGEST_MS = 600_000;
const FIRST_MS = 500;

export interface Lost {
  /** How many connections in a row brought nothing new, this one among them; from 1. */
  readonly attempt: number;
  /** What the server asked for with its refusal or its end; `null` if it did not. */
  readonly retryAfterMs: number | null;
  /** What the stream said about connecting again; `null` if it did not. */
  readonly streamRetryMs: number | null;
}

/**
 * How long to wait before connecting again, in ms. Of the growing pauses a random half is left out, to those that the server
 * asked for up to a quarter is added: so many clients do not come back in one moment, and none too early.
 */
export function retryPauseMs(lost: Lost, settings: FollowSettings, random: () => number = Math.random): number {
  if (lost.retryAfterMs !== null) return Math.min(LONGEST_MS, lost.retryAfterMs * (1 + random() / 4));
  const first = settings.retryMs ?? lost.streamRetryMs ?? FIRST_MS;
  return Math.min(settings.maxRetryMs, first * 2 ** (lost.attempt - 1)) * (0.5 + random() / 2);
}

/** Waits so long, or until `signal` aborts. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => resolve();
  const timer = setTimeout(done, durationMs);
  signal.addEventListener('abort', done, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', done);
}
