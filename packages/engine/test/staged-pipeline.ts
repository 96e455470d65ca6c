import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { definePipeline } from '../src/pipeline/define-pipeline.ts';
import type { Step } from '../src/pipeline/step.ts';
import type { Told } from './chaos/facts.ts';

/** Where a run of the staged pipeline waits for its test. `straight`: nowhere. */
const SCENES = [
  'straight',
  'before-first-step',
  'between-steps',
  'in-step',
  'in-deaf-step',
  'in-action',
  'in-nested-actions',
  'asking',
  'resting-step',
  'between-items',
  'items-in-work',
  'heeding-items',
  'resting-item',
  'failing',
  'failing-items',
] as const;
export type Scene = (typeof SCENES)[number];

export interface Stage {
  /** Resolves when the test lets the run go on; rejects with the reason of the signal, if it is given one. */
  readonly wait: (run: string, signal?: AbortSignal) => Promise<void>;
  readonly tell: (fact: Told) => void;
}

/** Long enough for any test; nothing ever waits for its end. */
const LONG_MS = 600_000;

const ITEMS = [0, 1, 2, 3, 4, 5];
export const STAGED_RESULT = { first: 'first', items: [0, 10, 20, 30, 40, 50], last: 'last' };

export function stagedPipeline({ wait, tell }: Stage, name = 'staged') {
  const seen = new Set<string>();
  /** Whether a subject comes to its rest for the first time. */
  const isFirst = (subject: string): boolean => seen.size < seen.add(subject).size;

  return definePipeline({
    name,
    version: '1',
    input: z.object({ subject: z.string(), scene: z.enum(SCENES) }),
    subject: ({ subject }) => subject,
    steps: ['first', 'items', 'last'],
    queue: { workerConcurrency: 1 },
    async run({ step, input: { scene }, runId: run, subject, number }) {
      const execution = randomUUID();
      const act = <T>(action: string, call: () => Promise<T>) => {
        tell({ type: 'action-began', run, execution, action });
        return call().finally(() => tell({ type: 'action-ended', run, execution, action }));
      };
      tell({ type: 'body-began', run, execution });
      if (scene === 'before-first-step') await wait(run);

      const first = await step(
        'first',
        { letGoMs: 200, retries: { attempts: 2, backoffMs: LONG_MS, maxBackoffMs: LONG_MS } },
        async (s) => {
          if (scene === 'resting-step' && isFirst(subject)) throw new Error('The first attempt fails.');
          if (scene === 'in-step') await wait(run, s.signal);
          if (scene === 'in-deaf-step') await wait(run);
          if (scene === 'in-action') {
            await s.action('look', undefined, (a) => act(a.actionId, () => wait(run, a.signal)));
          }
          if (scene === 'in-nested-actions') {
            await s.action('browse', undefined, (outer) =>
              act(outer.actionId, async () => {
                await s.action('open', undefined, (inner) => act(inner.actionId, () => wait(run, inner.signal)));
                await s.action('click', undefined, (inner) => act(inner.actionId, async () => undefined));
              }),
            );
          }
          if (scene === 'asking') return `the answer is ${await s.ask('Which one?')}`;
          return 'first';
        },
      );
      if (scene === 'between-steps') await wait(run);

      const items = await step('items', (s) =>
        s.items(
          ITEMS,
          {
            key: (index) => `item-${index}`,
            concurrency: scene === 'items-in-work' || scene === 'heeding-items' ? 3 : 1,
            retries: {
              attempts: 2,
              backoffMs: LONG_MS,
              maxBackoffMs: LONG_MS,
              retryIf: () => scene === 'resting-item',
            },
            ...(scene === 'failing-items' ? { onItemError: 'skip' } : {}),
          },
          async (index, item) => {
            tell({ type: 'item-began', run, execution, key: item.key, try: item.attempt });
            if (scene === 'items-in-work') await wait(run, item.signal);
            if (scene === 'heeding-items') await heed(s, wait(run, item.signal));
            if (scene === 'resting-item' && index === 2 && isFirst(subject)) throw new Error('The first try fails.');
            if (scene.startsWith('failing') && number === 1 && index === 3)
              throw new Error('It fails in the first run.');
            return index * 10;
          },
        ),
      );
      const last = await step('last', () => 'last');
      return { first, items, last };
    },
  });
}

/** Waits, and lets go as soon as the worker has heard that it should. */
async function heed(step: Step, waited: Promise<void>): Promise<void> {
  let isOver = false;
  const over = waited.finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  while (!isOver) {
    step.pausePoint();
    await setImmediate();
  }
  await over;
}
