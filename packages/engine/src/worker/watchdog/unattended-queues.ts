import { formatAge, formatQuantity } from '@telltale/core';
import { type QueueDepth, queueDepths } from '@telltale/ledger';
import type { WatchdogServices } from './services.ts';

/**
 * Says when runs wait in a queue that no live worker takes runs from, once, and when that is over. It has to be so at two
 * looks in a row: while the workers of a new installation start, those that start first see queues of later ones.
 */
export class UnattendedQueues {
  readonly #services: Pick<WatchdogServices, 'pool' | 'moments'>;
  #seen: ReadonlySet<string> = new Set();
  #told: ReadonlySet<string> = new Set();

  constructor(services: Pick<WatchdogServices, 'pool' | 'moments'>) {
    this.#services = services;
  }

  async look(): Promise<void> {
    const { pool, moments } = this.#services;
    const unattended = (await queueDepths(pool)).filter(({ queued, workers }) => queued > 0 && workers === 0);
    const lasting = unattended.filter(({ queue }) => this.#seen.has(queue));
    for (const depth of lasting) {
      if (!this.#told.has(depth.queue)) moments.log({ level: 'warn', message: describe(depth) });
    }
    const queues = new Set(lasting.map(({ queue }) => queue));
    for (const queue of this.#told) {
      if (!queues.has(queue))
        moments.log({ level: 'info', message: `No run of pipeline ${queue} waits in vain any more.` });
    }
    this.#told = queues;
    this.#seen = new Set(unattended.map(({ queue }) => queue));
  }
}

function describe({ queue, queued, oldestMs }: QueueDepth): string {
  const waiting = `${formatQuantity(queued, 'runs')} of pipeline ${queue} ${queued === 1 ? 'waits' : 'wait'}`;
  const since = oldestMs === null ? '' : `, for up to ${formatAge(oldestMs)},`;
  return `${waiting}${since} and no live worker takes them: start one that has this pipeline, createWorker({ pipelines: [${queue}] }).`;
}
