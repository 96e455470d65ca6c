import { setImmediate } from 'node:timers/promises';

/** Waits until the signal aborts, as a well-behaved long call does: rejects with its reason. */
export async function untilAborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true });
  return await aborted.promise;
}

/** Comes to a place where a pause may take hold again and again, until one does, or a cancellation. */
export async function untilPaused(step: {
  readonly pausePoint: () => void;
  readonly signal: AbortSignal;
}): Promise<never> {
  for (;;) {
    step.signal.throwIfAborted();
    step.pausePoint();
    await setImmediate();
  }
}
