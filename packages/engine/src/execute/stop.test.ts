import { OwnershipLostError } from '@telltale/ledger';
import { expect, test } from 'vitest';
import { StepEndedError, TimedOutError } from '../errors/step-errors.ts';
import { LetGo, outranks, type Stop, stopKindOf } from './stop.ts';

/** From the one that gives way to all others to the one that gives way to none. */
const STOPS: readonly Stop[] = [
  { kind: 'pause' },
  { kind: 'hand-back', reason: 'its worker is stopping' },
  { kind: 'ask', step: 'review', key: 'question', question: 'go on?' },
  { kind: 'refuse', reason: 'it was begun by another version' },
  { kind: 'cancel' },
  { kind: 'lost', error: new OwnershipLostError('a-b-run-1') },
];

test.each(STOPS.map((stop, rank) => [stop.kind, stop, rank] as const))('%s outranks what comes before it', (...row) => {
  const [, stop, rank] = row;
  expect(outranks(stop, null)).toBe(true);
  expect(STOPS.filter((other) => outranks(stop, other))).toEqual(STOPS.slice(0, rank));
});

test('the first of a kind stays: its reason is why the run lets go', () => {
  expect(outranks({ kind: 'hand-back', reason: 'a' }, { kind: 'hand-back', reason: 'b' })).toBe(false);
});

test.each(STOPS.map((stop) => [stop.kind, stop] as const))('%s is told in a sentence', (_, stop) => {
  const letGo = new LetGo(stop);
  expect(letGo).toBeInstanceOf(Error);
  expect(letGo.name).toBe('LetGo');
  expect(letGo.stop).toBe(stop);
  expect(letGo.message).toMatch(/^(The run|This worker) .*\.$/);
});

test('what ends a body is told from errors of its own', () => {
  expect(STOPS.map((stop) => stopKindOf(new LetGo(stop)))).toEqual(STOPS.map(({ kind }) => kind));
  expect(stopKindOf(new StepEndedError('a-b-run-1', 'one', 1))).toBe('ended');
  const named = Object.assign(new Error('no'), { name: 'LetGo' });
  for (const error of [named, new TimedOutError('Action fetch', 5), 'no', undefined]) {
    expect(stopKindOf(error)).toBeNull();
  }
});
