import { setTimeout as rest } from 'node:timers/promises';
import { type AnyPipeline, definePipeline } from '@telltale/engine';
import { z } from 'zod';
import { clockMs } from '../../../harness/clock.ts';
import { keyOf } from '../contenders/items.ts';
import { list } from './list.ts';

/** Pipelines of which a worker in a process of its own is told by name. The benchmark submits them, and reads their results. */

const subject = ({ subject: given }: { readonly subject: string }) => given;
const input = z.object({ subject: z.string() });

/** Long enough that nothing of a step's end goes along with its start. */
const PROMPT_STEP_MS = 50;

/** Gives back when its one step's body began, by the machine's clock, in ms. */
export const prompt = definePipeline({
  name: 'prompt',
  version: '1',
  input,
  subject,
  steps: ['wait'],
  run: async ({ step }) =>
    await step('wait', async () => {
      const beganMs = clockMs();
      await rest(PROMPT_STEP_MS);
      return beganMs;
    }),
});

const LANES = 20;
const ITEM_MS = 5;

/** Works through items without an end, 20 at a time of 5 ms each, until it is paused. */
export const endless = definePipeline({
  name: 'endless',
  version: '1',
  input,
  subject,
  steps: ['work'],
  run: async ({ step }) => {
    await step('work', async (s) => {
      const options = { key: keyOf, concurrency: LANES, collect: false } as const;
      await s.items(naturals(), options, async () => await rest(ITEM_MS));
    });
  },
});

function* naturals(): Generator<number> {
  for (let n = 0; ; n += 1) yield n;
}

/** One step that ends only with its worker. */
export const hanging = definePipeline({
  name: 'hanging',
  version: '1',
  input,
  subject,
  steps: ['hang'],
  run: async ({ step }) => {
    await step('hang', async ({ signal }) => {
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
  },
});

/** For workers that have nothing to do. */
const idle = [1, 2, 3, 4].map((number) =>
  definePipeline({ name: `idle_${number}`, version: '1', input, subject, steps: ['work'], run: () => undefined }),
);

const ALL = new Map<string, AnyPipeline>([prompt, endless, hanging, list, ...idle].map((each) => [each.name, each]));

export function pipelineNamed(name: string): AnyPipeline {
  const pipeline = ALL.get(name);
  if (pipeline === undefined)
    throw new Error(`There is no pipeline ${name}. There are: ${[...ALL.keys()].join(', ')}.`);
  return pipeline;
}
