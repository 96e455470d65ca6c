import { describe, expect, test } from 'vitest';
import { aMilestone, anAction, at } from '../timeline/test-actions.ts';
import { type Attempt, type Bar, ganttRows, lanes, waitsOf } from './gantt-rows.ts';

function aBar(key: string, from: number, to: number | null): Bar {
  return { key, name: key, from, to, outcome: to === null ? 'running' : 'success', actionId: key };
}

function anAttempt(step: string, number: number, attempt: number, started: number): Attempt {
  return {
    step,
    number,
    attempt,
    startedAt: at(started),
    finishedAt: at(started + 1),
    outcome: 'succeeded',
  };
}

const nameOf = (step: string, attempt: number): string => `${step} ${attempt}`;

describe('lanes', () => {
  test.each<[string, readonly Bar[], readonly (readonly string[])[]]>([
    ['no bars', [], []],
    ['bars after one another', [aBar('a', 0, 5), aBar('b', 5, 9)], [['a', 'b']]],
    ['bars that overlap', [aBar('a', 0, 6), aBar('b', 5, 9), aBar('c', 6, 8)], [['a', 'c'], ['b']]],
    ['a running one, which ends nowhere', [aBar('a', 0, null), aBar('b', 5, 9)], [['a'], ['b']]],
    ['bars without length', [aBar('a', 3, 3), aBar('b', 3, 3)], [['a', 'b']]],
  ])('lays out %s', (_, bars, expected) => {
    expect(lanes(bars).map((lane) => lane.map(({ key }) => key))).toEqual(expected);
  });
});

test('ganttRows puts the actions of each step below its attempts', () => {
  const rows = ganttRows(
    [anAttempt('b', 2, 1, 5), anAttempt('a', 1, 2, 3), anAttempt('a', 1, 1, 0)],
    [anAction('x', 0, { step: 'a' }), anAction('y', 0.5, { step: 'a' }), anAction('z', 9, { step: null })],
    nameOf,
  );
  expect(rows.map(({ kind, step, bars }) => [kind, step, ...bars.map(({ key }) => key)])).toEqual([
    ['step', 'a', 'a 1', 'a 2'],
    ['lane', 'a', 'x'],
    ['lane', 'a', 'y'],
    ['step', 'b', 'b 1'],
    ['lane', null, 'z'],
  ]);
});

test('waitsOf tells when a run waited, also if it still does', () => {
  const events = [
    { ...aMilestone(1, 0), type: 'run.submitted' },
    { ...aMilestone(2, 4), type: 'run.started' },
    { ...aMilestone(3, 6), type: 'run.paused' },
    { ...aMilestone(4, 8), type: 'run.resumed' },
  ] as unknown as Parameters<typeof waitsOf>[0];
  const start = Date.parse(at(0));
  expect(waitsOf(events).map(({ kind, from, to }) => [kind, from - start, to === null ? null : to - start])).toEqual([
    ['queued', 0, 4_000],
    ['paused', 6_000, 8_000],
    ['queued', 8_000, null],
  ]);
});
