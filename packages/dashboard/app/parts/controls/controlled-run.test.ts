import { expect, test } from 'vitest';
import { STARTED, SUBMITTED, stepStarted, stepSucceeded, told } from '../../live/test/told-run.ts';
import { controlledSteps, stepToRetry } from './controlled-run.ts';

const { steps } = told(SUBMITTED, STARTED, stepStarted('fetch'), stepSucceeded('fetch'), stepStarted('transcribe', 2));

test('a run can begin again where it has been, and always at the first step', () => {
  expect(controlledSteps(steps).map(({ wasReached }) => wasReached)).toEqual([true, true, false]);
  expect(controlledSteps(told(SUBMITTED).steps).map(({ wasReached }) => wasReached)).toEqual([true, false, false]);
});

test('a retry goes on at the step that failed, or at the first that is not done', () => {
  expect(stepToRetry(steps)?.name).toBe('transcribe');
  const failed = steps.map((step) => (step.name === 'fetch' ? { ...step, state: 'failed' as const } : step));
  expect(stepToRetry(failed)?.name).toBe('fetch');
  expect(stepToRetry([])).toBeNull();
});
