import type { TimelineEntry } from '@telltale/core';
import { describe, expect, test } from 'vitest';
import { aMilestone, anAction } from './test-actions.ts';
import { countOutcomes, findAction, timelineRows } from './timeline-rows.ts';

const NONE: ReadonlySet<string> = new Set();

function entries(...actions: readonly ReturnType<typeof anAction>[]): readonly TimelineEntry[] {
  return actions.map((action) => ({ kind: 'action', action }));
}

describe('timelineRows', () => {
  test('puts actions that ran inside of another below it', () => {
    const rows = timelineRows(
      entries(
        anAction('later', 5, { tool: 'fetch' }),
        anAction('inside', 2, { parentId: 'around', tool: 'fetch' }),
        anAction('around', 1, { tool: 'model' }),
      ),
      NONE,
    );
    expect(rows.map((row) => [row.key, row.kind === 'event' ? 0 : row.depth])).toEqual([
      ['later', 0],
      ['around', 0],
      ['inside', 1],
    ]);
  });

  test('shows an action whose parent is not there by itself', () => {
    expect(timelineRows(entries(anAction('a', 1, { parentId: 'gone' })), NONE)).toMatchObject([{ key: 'a', depth: 0 }]);
  });

  test('makes one row of tries of the same thing, which opens to them', () => {
    const tries = entries(
      anAction('third', 3),
      anAction('second', 2, { state: 'timeout' }),
      anAction('first', 1, { state: 'timeout' }),
    );
    expect(timelineRows(tries, NONE)).toMatchObject([{ kind: 'group', key: 'tries-first' }]);
    expect(timelineRows(tries, new Set(['tries-first'])).map(({ key }) => key)).toEqual([
      'tries-first',
      'third',
      'second',
      'first',
    ]);
  });

  test('keeps apart what is another try only by its name', () => {
    const calls = entries(
      anAction('b', 2, { tool: 'model', input: { model: 'm', question: 'two' } }),
      anAction('a', 1, { tool: 'model', input: { model: 'm', question: 'one' } }),
    );
    expect(timelineRows(calls, NONE)).toHaveLength(2);
  });

  test.each([
    ['another tool', { tool: 'fetch' }],
    ['another target', { input: { text: 'Less' } }],
    ['another item', { item: 'b' }],
    ['another step', { step: 'b' }],
  ])('keeps %s apart', (_, other) => {
    const rows = timelineRows(entries(anAction('b', 2, other), anAction('a', 1, { state: 'timeout' })), NONE);
    expect(rows.map(({ kind }) => kind)).toEqual(['action', 'action']);
  });

  test('does not group across a milestone', () => {
    const [later, earlier] = entries(anAction('b', 3), anAction('a', 1, { state: 'timeout' }));
    const rows = timelineRows([later!, { kind: 'event', event: aMilestone(7, 2) }, earlier!], NONE);
    expect(rows.map(({ key }) => key)).toEqual(['b', 'event-7', 'a']);
  });

  test('survives actions that are each inside the other', () => {
    const circle = entries(anAction('b', 2, { parentId: 'a' }), anAction('a', 1, { parentId: 'b' }));
    expect(timelineRows(circle, NONE)).toEqual([]);
  });
});

test('findAction finds the row of an action, or the group that hides it', () => {
  const tries = entries(anAction('b', 2), anAction('a', 1, { state: 'error' }));
  expect(findAction(timelineRows(tries, NONE), 'a')).toBe(0);
  expect(findAction(timelineRows(tries, new Set(['tries-a'])), 'a')).toBe(2);
  expect(findAction(timelineRows(tries, NONE), 'c')).toBe(-1);
});

test('countOutcomes counts in the order in which things happened', () => {
  const tries = [anAction('c', 3), anAction('b', 2, { state: 'timeout' }), anAction('a', 1, { state: 'timeout' })];
  expect([...countOutcomes(tries)]).toEqual([
    ['timeout', 2],
    ['success', 1],
  ]);
});
