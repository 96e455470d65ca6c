import { inLanes } from '../../../harness/lanes.ts';
import type { Contender } from '../../../harness/throughput.ts';
import { openDbosHost } from '../hosts/dbos-host.ts';
import { openEngineHost } from '../hosts/engine-host.ts';
import { COUNT_ACTIONS, COUNT_DBOS_STEPS, COUNT_ITEMS } from './counts.ts';
import { runsContender } from './runs-contender.ts';

const RESULT = { ok: true };

/** Items of one step that do nothing and give back little. */
export function engineItems(concurrency: number, share: number): Contender {
  return runsContender({
    name: `items-${concurrency}`,
    title: `s.items, ${concurrency} at a time`,
    share,
    openHost: openEngineHost,
    countDone: COUNT_ITEMS,
    run: async ({ step }, items) => {
      await step('step_1', async (s) => {
        await s.items(numbers(items), { key: keyOf, concurrency }, () => RESULT);
      });
    },
  });
}

/** Actions of one step that do nothing. */
export function engineActions(concurrency: number, share: number): Contender {
  return runsContender({
    name: `actions-${concurrency}`,
    title: `s.action, ${concurrency} at a time`,
    share,
    openHost: openEngineHost,
    countDone: COUNT_ACTIONS,
    run: async ({ step }, actions) => {
      await step('step_1', async (s) => {
        await inLanes(concurrency, numbers(actions), (page) => s.action('fetch', { page }, () => RESULT));
      });
    },
  });
}

/** What DBOS has for either: a step each. */
export function dbosItems(concurrency: number, share: number): Contender {
  return runsContender({
    name: `dbos-items-${concurrency}`,
    title: `DBOS.runStep, ${concurrency} at a time`,
    share,
    openHost: openDbosHost,
    countDone: COUNT_DBOS_STEPS,
    run: async (dbos, items) => {
      await inLanes(concurrency, numbers(items), () => dbos.runStep(async () => RESULT, { name: 'item' }));
    },
  });
}

export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Ascending, as a step works through its items: bytes depend on it. */
export function keyOf(number: number): string {
  return `item-${String(number).padStart(6, '0')}`;
}
