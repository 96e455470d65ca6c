import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { definePipeline } from '../../src/pipeline/define-pipeline.ts';
import type { Step } from '../../src/pipeline/step.ts';
import type { Told } from './facts.ts';

export const CHAOS_ITEMS = 500;
const CONCURRENCY = 20;

/** The outcome of each action of a finished `agent` step, and how often it has it. */
export const CHAOS_ACTIONS = { success: 16, timeout: 2, error: 2 } as const;

const PLANS = 2;
const PAGES = 3;
const CLICKS = 2;

/** What the steps give back, from nothing but the run's input. */
export function expectedOf({ subject }: { readonly subject: string }) {
  const plain = [...subject].reduce((sum, character) => sum + character.charCodeAt(0), 0);
  const sum = Array.from({ length: CHAOS_ITEMS }, (_, index) => itemResult(index, plain) ?? 0).reduce(
    (a, b) => a + b,
    0,
  );
  return { plain, sum, clicks: PLANS * (PAGES * CLICKS - 2) };
}

export function itemKey(index: number): string {
  return `item-${index}`;
}

/** `null`: it is skipped. */
export function itemResult(index: number, plain: number): number | null {
  return index % 97 === 5 ? null : index * index + plain;
}

/**
 * Three steps: one that gives a value, one with 500 items, one with nested actions. What it does is decided by its input;
 * only how long it takes is left to chance. It tells what it does, as it does it.
 */
export function chaosPipeline(tell: (fact: Told) => void) {
  return definePipeline({
    name: 'chaos',
    version: '1',
    // `fails`: the first run of the subject fails at one of its items.
    input: z.object({ subject: z.string(), fails: z.boolean() }),
    subject: ({ subject }) => subject,
    steps: ['plain', 'items', 'agent'],
    queue: { workerConcurrency: 3 },
    // A run may be hit again and again.
    maxTries: 1_000,
    async run({ step, input, runId: run, number }) {
      const execution = randomUUID();
      const watched = async <T>(s: Step, body: () => Promise<T>): Promise<T> => {
        const about = { run, execution, step: s.name, attempt: s.attempt };
        tell({ type: 'step-began', ...about });
        try {
          return await body();
        } finally {
          tell({ type: 'step-ended', ...about });
        }
      };
      tell({ type: 'body-began', run, execution });

      const plain = await step('plain', { retries: { attempts: 3, backoffMs: 20 } }, (s) =>
        watched(s, async () => {
          await aMoment(s.signal, 20);
          if (s.attempt === 1) throw new Error('The first attempt fails.');
          return expectedOf(input).plain;
        }),
      );

      const sum = await step('items', (s) =>
        watched(s, async () => {
          const indexes = Array.from({ length: CHAOS_ITEMS }, (_, index) => index);
          const results = await s.items(
            indexes,
            { key: itemKey, concurrency: CONCURRENCY, retries: { attempts: 3, backoffMs: 10 } },
            async (index, item) => {
              tell({ type: 'item-began', run, execution, key: item.key, try: item.attempt });
              await aMoment(item.signal, 120);
              if (index % 41 === 3 && item.attempt === 1) throw new Error('The first try fails.');
              if (input.fails && number === 1 && index === CHAOS_ITEMS - 50)
                throw new Error('It fails in a first run.');
              return itemResult(index, plain) ?? item.skip('it is one of those');
            },
          );
          return results.reduce<number>((total, result) => total + (result ?? 0), 0);
        }),
      );

      const clicks = await step('agent', (s) => watched(s, () => clickAround(s, run, execution, tell)));
      return { plain, sum, clicks };
    },
  });
}

/** Twenty actions, three deep: two plans of three pages with two clicks each. Gives how many clicks worked. */
async function clickAround(s: Step, run: string, execution: string, tell: (fact: Told) => void): Promise<number> {
  let worked = 0;
  await s.artifact({ name: 'notes.txt', kind: 'notes', source: `of ${run}` });
  const act = (tool: string, timeoutMs: number | undefined, call: (signal: AbortSignal) => Promise<unknown>) =>
    s.action(
      tool,
      undefined,
      async ({ actionId: action, signal }) => {
        tell({ type: 'action-began', run, execution, action });
        try {
          await aMoment(signal, 20);
          await call(signal);
        } finally {
          tell({ type: 'action-ended', run, execution, action });
        }
      },
      timeoutMs === undefined ? {} : { timeoutMs },
    );
  const click = async (page: number, place: number) => {
    // One takes longer than it may, and one fails; an agent takes both in its stride.
    const slow = page === 2 && place === 1;
    const broken = page === 1 && place === 0;
    try {
      await act('click', slow ? 60 : undefined, async (signal) => {
        if (slow) await delay(60_000, undefined, { signal });
        if (broken) throw Object.assign(new Error('There is no such button.'), { code: 'no_button' });
        worked += 1;
      });
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      if (code !== 'timed_out' && code !== 'no_button') throw error;
    }
  };
  for (let plan = 0; plan < PLANS; plan += 1) {
    await act('plan', undefined, async () => {
      for (let page = 0; page < PAGES; page += 1) {
        await act('open', 30_000, async () => {
          for (let place = 0; place < CLICKS; place += 1) await click(page, place);
        });
      }
    });
    s.progress({ done: plan + 1, total: PLANS, unit: 'plans' });
  }
  return worked;
}

async function aMoment(signal: AbortSignal, longestMs: number): Promise<void> {
  await delay(1 + Math.random() * longestMs, undefined, { signal });
}
