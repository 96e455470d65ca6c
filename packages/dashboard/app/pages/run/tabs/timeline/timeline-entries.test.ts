import type { TimelineEntry } from '@telltale/core';
import { describe, expect, test } from 'vitest';
import type { ActionList } from './actions-store.ts';
import { aMilestone, anAction, at } from './test-actions.ts';
import { countHeldBack, type Shown, timelineEntries } from './timeline-entries.ts';

const ALL: Shown = { onlyActions: false, upTo: Number.POSITIVE_INFINITY };

function aList(live: ActionList['live'], more: Partial<ActionList> = {}): ActionList {
  return {
    live,
    end: live.length,
    older: [],
    milestones: [],
    state: 'ready',
    hasMore: false,
    isLoadingMore: false,
    error: null,
    ...more,
  };
}

const action = (id: string, seconds: number, more = {}): TimelineEntry => ({
  kind: 'action',
  action: anAction(id, seconds, more),
});
const milestone = (seq: number, seconds: number, step?: string): TimelineEntry => ({
  kind: 'event',
  event: aMilestone(seq, seconds, step),
});

function keys(list: ActionList, shown: Shown = ALL): readonly (string | number)[] {
  return timelineEntries(list, shown).map((entry) =>
    entry.kind === 'action' ? entry.action.actionId : entry.event.seq,
  );
}

describe('timelineEntries', () => {
  test('gives the newest first: live ones, then those of older pages with the milestones among them', () => {
    const list = aList([milestone(9, 8), action('d', 9)], {
      older: [anAction('c', 6), anAction('b', 3)],
      milestones: [aMilestone(1, 1), aMilestone(5, 4), aMilestone(9, 8)],
    });
    expect(keys(list)).toEqual(['d', 9, 'c', 5, 'b', 1]);
  });

  test('lists what stands in both parts once', () => {
    expect(keys(aList([action('a', 1)], { older: [anAction('a', 1)] }))).toEqual(['a']);
  });

  test('leaves out milestones from before the oldest action that is loaded, while there are more', () => {
    const list = aList([action('b', 5)], {
      older: [anAction('a', 3)],
      milestones: [aMilestone(1, 1), aMilestone(4, 4)],
      hasMore: true,
    });
    expect(keys(list)).toEqual(['b', 4, 'a']);
  });

  test('filters by tool and outcome, without the milestones then', () => {
    const list = aList([milestone(1, 0), action('a', 1, { state: 'timeout' }), action('b', 2, { tool: 'fetch' })]);
    expect(keys(list, { ...ALL, outcome: 'timeout' })).toEqual(['a']);
    expect(keys(list, { ...ALL, tool: 'fetch' })).toEqual(['b']);
  });

  test('filters milestones by step, too', () => {
    const list = aList([milestone(1, 0, 'find'), milestone(2, 1, 'other'), action('a', 2)]);
    expect(keys(list, { ...ALL, step: 'find' })).toEqual(['a', 1]);
  });

  test('keeps the end of the run where milestones are not wanted', () => {
    const ending: TimelineEntry = {
      kind: 'event',
      event: { ...aMilestone(3, 3), type: 'run.succeeded', data: { durationMs: 1 }, at: at(3) },
    };
    expect(keys(aList([milestone(1, 0), action('a', 1), ending]), { ...ALL, onlyActions: true })).toEqual([3, 'a']);
  });

  test('holds back what came after a place, and counts it', () => {
    const list = aList([action('a', 1), action('b', 2), null, action('c', 3)]);
    expect(keys(list, { ...ALL, upTo: 1 })).toEqual(['a']);
    expect(countHeldBack(list, { ...ALL, upTo: 1 })).toBe(2);
    expect(countHeldBack(list, ALL)).toBe(0);
  });
});
