import { z } from 'zod';
import { definePipeline } from '../src/pipeline/define-pipeline.ts';

/** Where an item waits until the test lets it go on. */
export type Pass = (item: string, signal: AbortSignal) => Promise<void>;

export interface GatedOptions {
  readonly name?: string;
  readonly workerConcurrency?: number;
  readonly maxTries?: number;
  readonly stuckAfterMs?: number;
}

/** Two steps: `prepare`, which is done at once, and `count`, whose items come one by one to a place where the test has them wait. */
export function gatedPipeline(pass: Pass, options: GatedOptions = {}) {
  const { name = 'gated', workerConcurrency = 4, maxTries = 3, stuckAfterMs = 900_000 } = options;
  return definePipeline({
    name,
    version: '1',
    input: z.object({ subject: z.string(), items: z.number().default(1) }),
    subject: ({ subject }) => subject,
    steps: ['prepare', 'count'],
    queue: { workerConcurrency },
    maxTries,
    async run({ step, input: { subject, items } }) {
      await step('prepare', () => undefined);
      return await step('count', { stuckAfterMs, letGoMs: 200 }, async (s) => {
        const list = Array.from({ length: items }, (_, index) => `item-${index + 1}`);
        const passed = await s.items(list, { key: (item) => item }, async (item, { signal }) => {
          await pass(`${subject}/${item}`, signal);
          return item;
        });
        return passed.length;
      });
    },
  });
}

/** A gate for the worker of this process. */
export class Gate {
  readonly #came = new Map<string, PromiseWithResolvers<void>>();
  readonly #opened = new Map<string, PromiseWithResolvers<void>>();
  #isOpen = false;

  readonly pass: Pass = async (item, signal) => {
    get(this.#came, item).resolve();
    if (this.#isOpen) return;
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      if (signal.aborted) throw signal.reason;
      await Promise.race([get(this.#opened, item).promise, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };

  /** Does not hear its signal. */
  readonly passDeaf: Pass = async (item) => {
    get(this.#came, item).resolve();
    if (!this.#isOpen) await get(this.#opened, item).promise;
  };

  /** Resolves when the item has come to the gate. */
  async came(item: string): Promise<void> {
    await get(this.#came, item).promise;
  }

  open(item: string): void {
    get(this.#opened, item).resolve();
  }

  /** Lets the items of a subject go on, one after the other, until `over`: what was asked meanwhile has time to arrive. */
  async openOneByOne(subject: string, over: Promise<unknown>): Promise<void> {
    let isOver = false;
    const ended = over.then(() => {
      isOver = true;
    });
    for (let number = 1; !isOver; number += 1) {
      const item = `${subject}/item-${number}`;
      await Promise.race([this.came(item), ended]);
      this.open(item);
    }
  }

  /** For all that came and will come. */
  openAll(): void {
    this.#isOpen = true;
    for (const { resolve } of this.#opened.values()) resolve();
  }
}

function get(moments: Map<string, PromiseWithResolvers<void>>, item: string): PromiseWithResolvers<void> {
  const moment = moments.get(item) ?? Promise.withResolvers<void>();
  moments.set(item, moment);
  return moment;
}
