import { setTimeout } from 'node:timers/promises';

/** Waits so long, or until `signal` aborts. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await setTimeout(durationMs, undefined, { signal }).catch(() => undefined);
}
