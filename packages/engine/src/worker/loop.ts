import { backoffMs } from '../pipeline/retry-options.ts';
import type { Troubles } from './troubles.ts';

export interface LoopOptions {
  /** What a round does, as the start of a sentence: `Claiming runs of pipeline episode`. */
  readonly name: string;
  /** Longest rest between two rounds, in ms. `null`: it waits until it is woken. */
  readonly everyMs: number | null;
  /** Aborts when the loop is stopped: what it waits for then should be left. */
  readonly round: (signal: AbortSignal) => Promise<unknown>;
  readonly troubles: Troubles;
}

const RESTS = { attempts: Number.POSITIVE_INFINITY, backoffMs: 100, maxBackoffMs: 5_000 };

/**
 * Does something again and again, one round at a time: whenever it is woken, and every so often. Woken during a round, it
 * does one more. A round that fails is told of and done again, after rests that grow; being woken does not shorten those.
 */
export class Loop {
  readonly #options: LoopOptions;
  readonly #stopping = new AbortController();
  #woken = Promise.withResolvers<void>();
  #ended: Promise<void> = Promise.resolve();

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  /** The first round comes when it is woken, or after `everyMs`. */
  start(): this {
    this.#ended = this.#run();
    return this;
  }

  wake(): void {
    this.#woken.resolve();
  }

  /** No further round begins. Resolves when the one under way is over. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { name, everyMs, round, troubles } = this.#options;
    const { signal } = this.#stopping;
    for (let failures = 0; ; ) {
      if (failures === 0) await this.#rest(everyMs, this.#woken.promise);
      else await this.#rest(backoffMs(failures, RESTS));
      if (signal.aborted) return;
      this.#woken = Promise.withResolvers();
      try {
        await round(signal);
        failures = 0;
        troubles.over(name);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        troubles.failed(name, error);
      }
    }
  }

  async #rest(ms: number | null, woken?: Promise<void>): Promise<void> {
    const over = Promise.withResolvers<void>();
    const timer = ms === null ? undefined : setTimeout(over.resolve, ms);
    const { signal } = this.#stopping;
    const onAbort = () => over.resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    if (!signal.aborted) await Promise.race([over.promise, ...(woken === undefined ? [] : [woken])]);
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
}
