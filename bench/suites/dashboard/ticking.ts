import { setTimeout as rest } from 'node:timers/promises';
import { definePipeline } from '@telltale/engine';
import { z } from 'zod';

/** What the text of an action begins with that is looked for on the page; its number follows. */
export const TICK = 'tick-';

/** One action after the other, or some at once, each with a text of its own. */
export const ticking = definePipeline({
  name: 'ticking',
  version: '1',
  input: z.object({ subject: z.string(), actions: z.int(), everyMs: z.number(), atOnce: z.int().default(1) }),
  subject: ({ subject }) => subject,
  steps: ['tick'],
  run: async ({ step, input: { actions, everyMs, atOnce } }) => {
    await step('tick', async (s) => {
      let next = 0;
      async function tick(): Promise<void> {
        while (next < actions) {
          const n = next;
          next += 1;
          await s.action('fetch', { url: `https://example.org/${TICK}${n}.` }, () => rest(everyMs));
        }
      }
      await Promise.all(Array.from({ length: atOnce }, tick));
    });
  },
});
