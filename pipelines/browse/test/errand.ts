import { setImmediate } from 'node:timers/promises';
import { type AgentModel, defineTool, runAgent } from '@telltale/agent';
import { type BrowserOptions, browserTools, withBrowser } from '@telltale/browser';
import { definePipeline, type Step } from '@telltale/engine';
import { z } from 'zod';

const input = z.object({
  /** One agent with a browser of its own for each: one in the step itself, several as its items, side by side. */
  errands: z.array(z.string()).min(1),
  handoff: z.enum(['when-asked', 'on-failure']).default('when-asked'),
  wallClockMs: z.number().default(120_000),
  stepTimeoutMs: z.number().optional(),
});

/** Ends when the worker knows that its run has to pause, which takes hold at the next boundary. */
const waitForPause = defineTool({
  description: 'Waits until the run is asked to pause.',
  input: z.object({}),
  execute: async (_, { step, signal }) => {
    for (;;) {
      signal.throwIfAborted();
      try {
        step.pausePoint();
      } catch {
        return 'A pause was asked for.';
      }
      await setImmediate();
    }
  },
});

export interface ErrandOptions {
  readonly model: () => Promise<AgentModel>;
  readonly browser: BrowserOptions;
}

/** Agents with browsers, for what `browse` does not let a run choose. */
export function errandPipeline({ model, browser }: ErrandOptions) {
  return definePipeline({
    name: 'errand',
    version: '1',
    input,
    subject: ({ errands }) => errands.join('-'),
    steps: ['visit'],
    run: async ({ step, input: { errands, handoff, wallClockMs, stepTimeoutMs } }) => {
      const send = async (s: Step, errand: string): Promise<string> =>
        await withBrowser(s, browser, async (session) => {
          const { output } = await runAgent({
            step: s,
            model: await model(),
            instructions: 'You run errands.',
            prompt: errand,
            tools: { ...browserTools(session), wait_for_pause: waitForPause },
            handoff,
            limits: { wallClockMs },
          });
          return output;
        });
      const options = stepTimeoutMs === undefined ? {} : { timeoutMs: stepTimeoutMs };
      return await step('visit', options, async (s) => {
        const [only] = errands;
        if (only !== undefined && errands.length === 1) return [await send(s, only)];
        return await s.items(errands, { key: (errand) => errand, concurrency: errands.length }, (errand) =>
          send(s, errand),
        );
      });
    },
  });
}
