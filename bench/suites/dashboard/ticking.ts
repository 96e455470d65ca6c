import { setTimeout as rest } from 'node:timers/promises';
import { definePipeline } from '@telltale/engine';
import { z } from 'zod';

/** What the text of an action begins with that is looked for on the page; its number follows. */
export const TICK = 'tick-';

/** One action after the other, each with a text of its own. */
export const ticking = definePipeline({
  name: 'ticking',
  version: '1',
  input: z.object({ subject: z.string(), actions: z.int(), everyMs: z.number() }),
  subject: ({ subject }) => subject,
  steps: ['tick'],
  run: async ({ step, input: { actions, everyMs } }) => {
    await step('tick', async (s) => {
      for (let n = 0; n < actions; n += 1) {
        await s.action('fetch', { url: `https://example.org/${TICK}${n}.` }, () => rest(everyMs));
      }
    });
  },
});
