import { setTimeout as delay } from 'node:timers/promises';

export interface RepeaterOptions {
  /** After the last time, in ms, even if it is wanted. */
  readonly notSoonerMs: number;
  /** After the last time, in ms, if nobody wants it. */
  readonly notLaterMs: number;
  readonly signal: AbortSignal;
}

/** Does something again and again, until it is disposed of or the signal aborts. What fails is left to the next time. */
export class Repeater implements AsyncDisposable {
  readonly #act: (signal: AbortSignal) => Promise<void>;
  readonly #options: RepeaterOptions;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #isWanted = false;
  #waiting = new AbortController();

  constructor(act: (signal: AbortSignal) => Promise<void>, options: RepeaterOptions) {
    this.#act = act;
    this.#options = options;
    this.#ended = this.#repeat(AbortSignal.any([options.signal, this.#stopping.signal]));
  }

  /** Lets it happen soon. */
  want(): void {
    this.#isWanted = true;
    this.#waiting.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #repeat(signal: AbortSignal): Promise<void> {
    const { notSoonerMs, notLaterMs } = this.#options;
    for (;;) {
      await rest(notSoonerMs, signal);
      this.#waiting = new AbortController();
      if (!this.#isWanted) await rest(notLaterMs - notSoonerMs, AbortSignal.any([signal, this.#waiting.signal]));
      if (signal.aborted) return;
      this.#isWanted = false;
      await this.#act(signal).catch(() => undefined);
    }
  }
}

/** Ends early, and without an error, when the signal aborts. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
