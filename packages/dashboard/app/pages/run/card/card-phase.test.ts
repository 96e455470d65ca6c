import { currentStep } from '@telltale/core';
import { describe, expect, test } from 'vitest';
import {
  actionStarted,
  planned,
  START,
  STARTED,
  SUBMITTED,
  stepStarted,
  stepSucceeded,
  told,
} from '../../../live/test/told-run.ts';
import { barPercent, cardPhase, hasNoItems, isCounted, isWaiting, stepsToCome } from './card-phase.ts';

const SUCCEEDED = { type: 'run.succeeded', data: { durationMs: 1 } } as const;
const CANCELLED = { type: 'run.cancelled', data: {} } as const;
const PAUSED = { type: 'run.paused', data: {} } as const;
const atStep = told(SUBMITTED, STARTED, stepStarted('fetch'), planned('fetch', 4), {
  type: 'item.succeeded',
  step: 'fetch',
  item: 'a',
  data: {},
});
const between = told(SUBMITTED, STARTED, stepStarted('fetch'), stepSucceeded('fetch'));

describe('the card', () => {
  test.each([
    ['waiting-for-worker', told(SUBMITTED)],
    ['beginning', told(SUBMITTED, STARTED)],
    ['at-step', atStep],
    ['at-step', told(SUBMITTED, STARTED, stepStarted('fetch'), PAUSED)],
    ['between-steps', between],
    ['done', told(SUBMITTED, STARTED, SUCCEEDED)],
    ['never-begun', told(SUBMITTED, CANCELLED)],
    ['at-step', told(SUBMITTED, STARTED, stepStarted('fetch'), stepSucceeded('fetch'), CANCELLED)],
  ] as const)('is about %s', (phase, view) => {
    expect(cardPhase(view)).toBe(phase);
  });

  test('has its bar where the step is, full behind it, and empty before it', () => {
    expect(barPercent('at-step', currentStep(atStep))).toBe(25);
    expect(barPercent('between-steps', currentStep(between))).toBe(100);
    expect(barPercent('done', null)).toBe(100);
    expect(barPercent('waiting-for-worker', null)).toBe(0);
  });

  test('has its bar at the start for a step that has nothing to do, and moving for one that does not say', () => {
    const empty = currentStep(told(SUBMITTED, STARTED, stepStarted('fetch'), planned('fetch', 0)));
    const silent = currentStep(told(SUBMITTED, STARTED, stepStarted('fetch')));
    if (empty === null || silent === null) throw new Error('Both have a step.');
    expect([hasNoItems(empty), isCounted(empty), barPercent('at-step', empty)]).toEqual([true, true, 0]);
    expect([hasNoItems(silent), isCounted(silent), barPercent('at-step', silent)]).toEqual([false, false, null]);
  });
});

test('a run waits while an action is open and nothing else has moved for a moment', () => {
  const view = told(SUBMITTED, STARTED, stepStarted('fetch'), actionStarted('a1'));
  expect(isWaiting(view, START + 3_500)).toBe(false);
  expect(isWaiting(view, START + 6_000)).toBe(true);
  expect(isWaiting(atStep, START + 60_000)).toBe(false);
});

test('the steps to come are those that were not begun', () => {
  expect(stepsToCome(atStep.steps).map(({ name }) => name)).toEqual(['transcribe', 'write']);
});
