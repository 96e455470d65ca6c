import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { definePipeline } from '../src/pipeline/define-pipeline.ts';
import type { CommitPoint } from '../src/worker/hooks.ts';
import type { Told } from './chaos/facts.ts';
import { untilPaused } from './engine.ts';

/** How a worker comes to die at a commit point. */
export interface Death {
  /** In which step; `null`: the point belongs to none. */
  readonly step: 'work' | 'act' | null;
  /** At which time that it gets there. */
  readonly time: number;
  /** `pause`: the run is asked to pause, and lets go. `takeover`: another worker dies first, of which this one takes the run. */
  readonly by?: 'pause' | 'takeover';
}

/** The first point of each pair is before what is committed, the second after it. */
export const DEATHS: Readonly<Record<CommitPoint, Death>> = {
  'before-run-start': { step: null, time: 1 },
  'after-run-start': { step: null, time: 1 },
  'before-step-start': { step: 'work', time: 1 },
  'after-step-start': { step: 'work', time: 1 },
  // The nested one, whose parent is then open, too.
  'before-action-start': { step: 'act', time: 2 },
  'after-action-start': { step: 'act', time: 2 },
  'before-action-end': { step: 'act', time: 1 },
  'after-action-end': { step: 'act', time: 1 },
  'before-item-end': { step: 'work', time: 5 },
  'after-item-end': { step: 'work', time: 5 },
  'before-step-end': { step: 'work', time: 1 },
  'after-step-end': { step: 'work', time: 1 },
  'before-let-go': { step: null, time: 1, by: 'pause' },
  'after-let-go': { step: null, time: 1, by: 'pause' },
  'before-run-end': { step: null, time: 1 },
  'after-run-end': { step: null, time: 1 },
  'before-takeover': { step: null, time: 1, by: 'takeover' },
  'after-takeover': { step: null, time: 1, by: 'takeover' },
};

/** Where the worker dies of which another one takes a run over. */
export const FIRST_DEATH: CommitPoint = 'after-item-end';

const ITEMS = Array.from({ length: 10 }, (_, index) => index);

export const RESULT = { prepared: 7, results: ITEMS.map((index) => index * 7), acted: ['inner 0', 'inner 1'] };

/**
 * The pipeline that dies at a point: each point has its own, so that nobody else takes its runs. With `pause` it asks to be
 * paused in the middle of its items, and waits until that takes hold.
 */
export function dyingPipeline(
  point: CommitPoint,
  tell: (fact: Told) => void,
  pause?: (runId: string) => Promise<unknown>,
) {
  return definePipeline({
    name: point.replaceAll('-', '_'),
    version: '1',
    input: z.object({ subject: z.string() }),
    subject: ({ subject }) => subject,
    steps: ['prepare', 'work', 'act'],
    async run({ step, runId: run }) {
      const execution = randomUUID();
      tell({ type: 'body-began', run, execution });
      const prepared = await step('prepare', () => 7);
      const results = await step('work', (s) =>
        s.items(ITEMS, { key: (index) => `item-${index}`, concurrency: 2 }, async (index, item) => {
          tell({ type: 'item-began', run, execution, key: item.key, try: item.attempt });
          if (index === 6 && pause !== undefined) {
            await pause(run);
            await untilPaused(s);
          }
          return index * prepared;
        }),
      );
      const acted = await step('act', async (s) => {
        const act = <T>(tool: string, call: () => Promise<T>) =>
          s.action(tool, undefined, async ({ actionId: action }) => {
            tell({ type: 'action-began', run, execution, action });
            const result = await call();
            tell({ type: 'action-ended', run, execution, action });
            return result;
          });
        const one = (number: number) => act('outer', () => act('inner', async () => `inner ${number}`));
        return [await one(0), await one(1)];
      });
      return { prepared, results, acted };
    },
  });
}
