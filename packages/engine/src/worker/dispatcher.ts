import { Loop } from './loop.ts';
import type { Troubles } from './troubles.ts';

export interface DispatcherOptions {
  readonly queues: readonly string[];
  /** Claims what there is room for, and starts it. */
  readonly claim: (queue: string, signal: AbortSignal) => Promise<unknown>;
  /** The queues in which runs wait. */
  readonly waiting: () => Promise<readonly string[]>;
  /** How often to look whether a run waits that nobody told of, in ms. */
  readonly pollMs: number;
  readonly troubles: Troubles;
}

/**
 * Takes runs from the queues, each on its own: when it is told that one came, when there is room again, and, for what it
 * was not told of, every so often.
 */
export class Dispatcher {
  readonly #claims: ReadonlyMap<string, Loop>;
  readonly #lookout: Loop;

  constructor({ queues, claim, waiting, pollMs, troubles }: DispatcherOptions) {
    this.#claims = new Map(
      queues.map((queue) => {
        const name = `Claiming runs of pipeline ${queue}`;
        return [queue, new Loop({ name, everyMs: null, round: (signal) => claim(queue, signal), troubles })];
      }),
    );
    this.#lookout = new Loop({
      name: 'Looking for runs that wait',
      everyMs: pollMs,
      round: async () => {
        for (const queue of await waiting()) this.wake(queue);
      },
      troubles,
    });
  }

  start(): void {
    for (const claim of this.#claims.values()) claim.start();
    this.#lookout.start();
  }

  /** Something may be claimed from this queue. Nothing happens if it is none of ours. */
  wake(queue: string): void {
    this.#claims.get(queue)?.wake();
  }

  wakeAll(): void {
    for (const claim of this.#claims.values()) claim.wake();
  }

  /** Resolves when nothing is being claimed any more. */
  async stop(): Promise<void> {
    await Promise.all([this.#lookout.stop(), ...[...this.#claims.values()].map((claim) => claim.stop())]);
  }
}
