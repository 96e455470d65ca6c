import { emptyRunView, reduceAll, type StepView } from '@telltale/core';
import { expect, test } from 'vitest';
import { itemRows, stepToShow } from './item-rows.ts';

const AT = '2026-11-21T08:00:00.000Z';

function aStep(name: string, number: number, more: Partial<StepView>): StepView {
  const view = reduceAll(emptyRunView('run'), [
    {
      runId: 'run',
      seq: 1,
      at: AT,
      type: 'step.started',
      step: name,
      item: null,
      actionId: null,
      data: { number, of: 3, attempt: 1 },
    },
  ]);
  return { ...view.steps[0]!, ...more };
}

const LISTED = { itemised: true, lists: 1, counts: { total: 4, done: 1, failed: 0, skipped: 0, estimated: false } };

test('itemRows puts what is in work first, and lists it once', () => {
  const failure = { key: 'b', label: 'B', at: AT, error: { name: 'Error', message: 'no' } };
  const rows = itemRows(
    [{ key: 'a', since: AT }],
    [
      { key: 'a', outcome: 'failed', attempts: 1 },
      { key: 'b', outcome: 'failed', attempts: 2 },
    ],
    new Map([['b', failure]]),
  );
  expect(rows).toMatchObject([
    { kind: 'current', item: { key: 'a' } },
    { kind: 'ended', item: { key: 'b' }, failure },
  ]);
});

test('stepToShow prefers the wanted step, then the one under work, then the last that has items', () => {
  const steps = [aStep('a', 1, LISTED), aStep('b', 2, LISTED), aStep('c', 3, {})];
  expect(stepToShow(steps, 'a', 'c')?.name).toBe('c');
  expect(stepToShow(steps, 'a')?.name).toBe('a');
  expect(stepToShow(steps, 'c')?.name).toBe('b');
  expect(stepToShow([aStep('c', 1, {})], 'c')).toBeNull();
});
