import { type AgentTool, runAgent, type Tools } from '@telltale/agent';
import { type BrowserSession, browserTools, withBrowser } from '@telltale/browser';
import { definePipeline, type Step } from '@telltale/engine';
import { z } from 'zod';
import { clockMs } from '../../../harness/clock.ts';
import { scriptedModel } from '../scripted-model.ts';
import { toVisit } from '../visit.ts';

/** Playwright's limit for a click. */
export const CLICK_LIMIT_MS = 1_000;

/** The most that an agent may fail without being told that it goes round in circles. */
const MAX_CLICKS = 49;

/** One click as it was in the worker, by the machine's clock, in ms. */
export interface ClickTimes {
  readonly actionId: string;
  /** The model's answer that asks for it was there. */
  readonly askedMs: number;
  readonly beganMs: number;
  readonly endedMs: number;
}

/** An agent clicks so many things that are not there. */
export const clicks = definePipeline({
  name: 'clicks',
  version: '1',
  input: z.object({ subject: z.string(), pageUrl: z.string(), clicks: z.number().max(MAX_CLICKS) }),
  subject: ({ subject }) => subject,
  steps: ['click'],
  run: async ({ step, input: { pageUrl, clicks: count } }): Promise<ClickTimes[]> =>
    await step('click', (s) =>
      withBrowser(s, { ...toVisit(pageUrl), pageTimeoutMs: CLICK_LIMIT_MS }, async (session) => {
        await session.page().goto(pageUrl);
        return await clickInVain(s, session, count);
      }),
    ),
});

async function clickInVain(step: Step, session: BrowserSession, count: number): Promise<ClickTimes[]> {
  const times: ClickTimes[] = [];
  let askedMs = 0;
  await runAgent({
    step,
    model: scriptedModel({
      tool: 'click',
      calls: count,
      input: (click) => ({ selector: `#not-there-${click}` }),
      answers: () => {
        askedMs = clockMs();
      },
    }),
    instructions: 'Click all that there is.',
    prompt: 'Go.',
    tools: { click: timed(browserTools(session), (time) => times.push({ ...time, askedMs })) },
    // It is to fail again and again.
    limits: { modelRequests: 2 * MAX_CLICKS, wallClockMs: 600_000, consecutiveErrors: MAX_CLICKS },
    loops: { failureWindow: MAX_CLICKS + 1, failureThreshold: MAX_CLICKS + 1 },
  });
  return times;
}

function timed({ click }: Tools, note: (time: Omit<ClickTimes, 'askedMs'>) => void): AgentTool {
  if (click === undefined) throw new Error('there is no tool click');
  return {
    ...click,
    execute: async (given, context) => {
      const beganMs = clockMs();
      try {
        return await click.execute(given, context);
      } finally {
        note({ actionId: context.actionId, beganMs, endedMs: clockMs() });
      }
    },
  };
}
