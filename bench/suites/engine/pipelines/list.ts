import { definePipeline, type Step } from '@telltale/engine';
import { z } from 'zod';
import { clockMs } from '../../../harness/clock.ts';
import { collectGarbage } from '../../../harness/collect-garbage.ts';
import { keyOf, numbers } from '../contenders/items.ts';

const CONCURRENCY = 20;

/** What a long list cost the worker's process. */
export interface ListFigures {
  readonly seconds: number;
  /** Live JavaScript objects, before the list was made and with all that it gave back, in bytes. */
  readonly heapBefore: number;
  readonly heapAfter: number;
  /** Most memory that the process has had at any time, in bytes. */
  readonly peakRss: number;
}

/** One step with many items. With `askFrom` it pauses once all items before that one are done, and goes on when it is answered. */
export const list = definePipeline({
  name: 'list',
  version: '1',
  input: z.object({
    subject: z.string(),
    items: z.number(),
    stream: z.boolean(),
    collect: z.boolean(),
    askFrom: z.number(),
  }),
  subject: ({ subject }) => subject,
  steps: ['work'],
  run: async ({ step, input: { items, stream, collect, askFrom } }): Promise<ListFigures> =>
    await step('work', async (s) => {
      const heapBefore = liveHeap();
      const startedMs = clockMs();
      const work = async (n: number) => {
        if (n >= askFrom) await s.ask('Go on?');
        return { ok: true };
      };
      const result = await throughList(s, { items, stream, collect, work });
      const seconds = (clockMs() - startedMs) / 1000;
      const heapAfter = liveHeap();
      check(result, items);
      return { seconds, heapBefore, heapAfter, peakRss: process.resourceUsage().maxRSS * 1024 };
    }),
});

interface ListWork {
  readonly items: number;
  readonly stream: boolean;
  readonly collect: boolean;
  readonly work: (n: number) => Promise<unknown>;
}

async function throughList(s: Step, { items, stream, collect, work }: ListWork): Promise<unknown> {
  const source = stream ? countTo(items) : numbers(items);
  const options = { key: keyOf, concurrency: CONCURRENCY, total: items };
  return collect ? await s.items(source, options, work) : await s.items(source, { ...options, collect: false }, work);
}

async function* countTo(items: number): AsyncGenerator<number> {
  for (let n = 0; n < items; n += 1) yield n;
}

/** Also keeps the result alive until the heap has been measured. */
function check(result: unknown, items: number): void {
  const done = Array.isArray(result) ? result.length : (result as { readonly done: number }).done;
  if (done !== items) throw new Error(`${done} of ${items} items are done`);
}

function liveHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
