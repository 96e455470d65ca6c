import { describe, expect, test } from 'vitest';
import { runSummary } from '../../live/test/run-summary.ts';
import { countHeldBack } from './held-back.ts';

const at = (second: number) => `2026-11-21T12:00:0${second}.000Z`;
const runs = [7, 5, 3].map((second) => runSummary({ runId: `run-${second}`, createdAt: at(second) }));

describe('countHeldBack', () => {
  test('holds nothing back from a reader at the top', () => {
    expect(countHeldBack(runs, null)).toBe(0);
  });

  test('counts the runs that came in above the one that was first', () => {
    expect(countHeldBack(runs, at(7))).toBe(0);
    expect(countHeldBack(runs, at(3))).toBe(2);
  });

  test('does so when that one has left the list', () => {
    expect(countHeldBack(runs, at(6))).toBe(1);
    expect(countHeldBack(runs, at(1))).toBe(3);
  });
});
