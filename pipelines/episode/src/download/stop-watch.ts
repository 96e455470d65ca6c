import { setTimeout as delay } from 'node:timers/promises';
import type { Step } from '@telltale/engine';

/** A pause takes hold so soon. */
const LOOK_EVERY_MS = 1_000;

/** Aborts when its step has to stop, for a pause as well: for a long call in which there is no place to ask. */
export class StopWatch implements Disposable {
  readonly signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;

  constructor(step: Pick<Step, 'pausePoint'>) {
    const controller = new AbortController();
    this.signal = controller.signal;
    this.#timer = setInterval(() => {
      try {
        step.pausePoint();
      } catch (stop) {
        controller.abort(stop);
      }
    }, LOOK_EVERY_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** Waits, and lets a pause take hold meanwhile. */
export async function rest(step: Pick<Step, 'pausePoint' | 'signal'>, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= LOOK_EVERY_MS) {
    await delay(Math.min(left, LOOK_EVERY_MS), undefined, { signal: step.signal });
    step.pausePoint();
  }
}
