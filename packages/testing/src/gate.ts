import { DEFAULT_TIMEOUT_MS, mayBeAbandoned, type WaitOptions, withTimeLimit } from './real-time.ts';

/**
 * A place where a scripted server waits until the test lets it go on: "slow" without a clock.
 *
 *     const gate = hold();
 *     model.script([after(gate, say('Here it is.'))]);
 *     …
 *     await gate.reached(); // the request is there and waits
 *     gate.open();
 */
export class Gate {
  readonly #opened = Promise.withResolvers<void>();
  readonly #reached = Promise.withResolvers<void>();
  #isOpen = false;

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Lets all go on, those still to come as well. */
  open(): void {
    this.#isOpen = true;
    this.#opened.resolve();
  }

  /** Resolves when somebody stands before the gate, or has stood there. */
  reached({ timeoutMs = DEFAULT_TIMEOUT_MS }: WaitOptions = {}): Promise<void> {
    const explain = (): string => `Nobody came to the gate within ${timeoutMs} ms.`;
    return mayBeAbandoned(withTimeLimit(this.#reached.promise, timeoutMs, explain));
  }

  /** For the server: resolves when the gate is open. */
  async pass(): Promise<void> {
    this.#reached.resolve();
    await this.#opened.promise;
  }
}

/** A gate, closed. */
export function hold(): Gate {
  return new Gate();
}
