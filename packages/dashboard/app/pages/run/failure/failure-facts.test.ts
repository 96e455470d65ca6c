import { describeAction } from '@telltale/core';
import { expect, test } from 'vitest';
import { actionStarted, STARTED, SUBMITTED, told } from '../../../live/test/told-run.ts';
import { actionOf } from './action-of.ts';
import { notSaid } from './not-said.ts';

test('an action of a failure reads as in the timeline, and as far as is known where that has let go of it', () => {
  const view = told(SUBMITTED, STARTED, actionStarted('a1'), {
    type: 'action.finished',
    actionId: 'a1',
    data: { tool: 'fetch', outcome: 'timeout', durationMs: 30_000 },
  });
  const ref = { actionId: 'a1', tool: 'fetch', outcome: 'timeout', durationMs: 30_000 };
  expect(describeAction(actionOf(view, ref), 0)).toBe("fetch 'x' timed out after 30.0 s");
  expect(describeAction(actionOf(view, { ...ref, actionId: 'a2' }), 0)).toBe('fetch timed out after 30.0 s');
});

test('what a sentence says is not said again', () => {
  expect(notSaid(['no link', 'HTTP 404', 'HTTP 404'], 'Error in step fetch: no link.')).toEqual(['HTTP 404']);
});
