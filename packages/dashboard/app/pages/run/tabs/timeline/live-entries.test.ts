import type { Timeline, TimelineEntry } from '@telltale/core';
import { expect, test } from 'vitest';
import { LiveEntries } from './live-entries.ts';
import { anAction } from './test-actions.ts';

function entry(id: string, state: 'running' | 'success' = 'success'): TimelineEntry {
  return { kind: 'action', action: anAction(id, 1, { state }) };
}

function ids(live: LiveEntries): readonly (string | null)[] {
  return live.entries.map((entry) =>
    entry?.kind === 'action' ? `${entry.action.actionId} ${entry.action.state}` : null,
  );
}

const timeline = (dropped: number, ...entries: readonly TimelineEntry[]): Timeline => ({ entries, dropped });

test('keeps what the view has let go', () => {
  const live = new LiveEntries();
  const [a, b, c] = [entry('a'), entry('b'), entry('c')];
  live.absorb(timeline(0, a!, b!));
  live.absorb(timeline(1, b!, c!));
  expect(ids(live)).toEqual(['a success', 'b success', 'c success']);
  expect(live.end).toBe(3);
});

test('puts an action that ended in its place, also when the view had let go of it', () => {
  const live = new LiveEntries();
  const b = entry('b');
  live.absorb(timeline(0, entry('a', 'running'), b));
  live.absorb(timeline(1, b, entry('a')));
  expect(ids(live)).toEqual(['a success', 'b success', null]);
});

test('says which actions have changed, and nothing for the same timeline', () => {
  const live = new LiveEntries();
  const first = timeline(0, entry('a', 'running'));
  expect(live.absorb(first)?.changed.map(({ actionId }) => actionId)).toEqual(['a']);
  expect(live.absorb(first)).toBeNull();
});

test('forgets everything when there is a gap', () => {
  const live = new LiveEntries();
  live.absorb(timeline(0, entry('a')));
  expect(live.absorb(timeline(5, entry('f')))?.gap).toBe(true);
  expect(ids(live)).toEqual(['f success']);
  expect(live.end).toBe(6);
});

test('keeps the newest, and what happens to them still finds its place', () => {
  const live = new LiveEntries();
  const [b, c] = [entry('b', 'running'), entry('c')];
  live.absorb(timeline(0, entry('a', 'running'), b, c));
  live.keep(2);
  expect(ids(live)).toEqual(['b running', 'c success']);
  live.absorb(timeline(2, c, entry('b'), entry('a')));
  expect(ids(live)).toEqual(['b success', 'c success', null, 'a success']);
  expect(live.end).toBe(5);
});
