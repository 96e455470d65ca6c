import { OutboundTimedOutError } from '../errors.ts';
import { failureInWords } from './failure-in-words.ts';

export interface PatienceOptions {
  /** Where the call goes first. */
  readonly host: string;
  /** For everything together. */
  readonly timeoutMs: number;
  /** From one sign of life to the next. */
  readonly idleTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Ends a call when it takes too long or nobody wants it any more, and says why. */
export class Patience {
  /** Aborts when the call ends, in whatever way. */
  readonly signal: AbortSignal;
  readonly #idleTimeoutMs: number;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor({ host, timeoutMs, idleTimeoutMs, signal }: PatienceOptions) {
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#timer = setTimeout(
      () => this.giveUp(new OutboundTimedOutError(host, `The answer of ${host} was not complete`, timeoutMs)),
      timeoutMs,
    );
    this.signal = signal === undefined ? this.#controller.signal : AbortSignal.any([signal, this.#controller.signal]);
    this.signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  /** Gives up, for this reason. */
  giveUp(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Waits for the next sign of life. Throws the reason of the end if there was one, else what failed in words. */
  async waitFor<T>(host: string, next: Promise<T>): Promise<T> {
    const idleTimeoutMs = this.#idleTimeoutMs;
    const timer = setTimeout(
      () => this.giveUp(new OutboundTimedOutError(host, `${host} sent nothing`, idleTimeoutMs)),
      idleTimeoutMs,
    );
    try {
      return await next;
    } catch (error) {
      throw this.signal.aborted ? this.signal.reason : failureInWords(host, error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The call is over: nothing is left that waits for it. */
  end(): void {
    this.giveUp(undefined);
  }
}
