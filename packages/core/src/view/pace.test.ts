import { describe, expect, it } from 'vitest';
import { addAdvance, advancePace, markPace, NO_PACE } from './pace.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

describe('a pace', () => {
  it('measures nothing while it has no mark', () => {
    expect(advancePace(NO_PACE, 3, at(1_000))).toBe(NO_PACE);
  });

  it('adds up items and time, and moves its mark', () => {
    const pace = advancePace(advancePace(markPace(NO_PACE, at(0)), 1, at(1_000)), 4, at(3_000));
    expect(pace).toEqual({ mark: at(3_000), advances: 2, items: 5, ms: 3_000, squares: 1_000 ** 2 + 2_000 ** 2 / 4 });
  });

  it('is not moved by counts that stay or go back', () => {
    const pace = markPace(NO_PACE, at(0));
    expect(advancePace(pace, 0, at(1_000))).toBe(pace);
    expect(advancePace(pace, -2, at(1_000))).toBe(pace);
  });

  it('forgets what is long ago', () => {
    let pace = markPace(NO_PACE, at(0));
    for (let index = 1; index <= 500; index++) pace = advancePace(pace, 1, at(index * 10));
    for (let index = 1; index <= 500; index++) pace = advancePace(pace, 1, at(5_000 + index * 1_000));
    expect(pace.advances).toBeLessThanOrEqual(64);
    expect(pace.ms / pace.items).toBeGreaterThan(995);
  });

  it('keeps its mean when the older half fades', () => {
    let pace = addAdvance(NO_PACE, 1, 1_000);
    for (let index = 0; index < 63; index++) pace = addAdvance(pace, 1, 1_000);
    expect(advancePace(markPace(pace, at(0)), 1, at(1_000))).toMatchObject({ advances: 32.5, items: 32.5, ms: 32_500 });
  });

  it('remembers at least ten seconds of items that are quick', () => {
    let pace = markPace(NO_PACE, at(0));
    for (let index = 1; index <= 100_000; index++) {
      pace = advancePace(pace, 1, at(index));
      if (index > 20_000) expect(pace.ms).toBeGreaterThanOrEqual(10_000);
    }
    expect(pace.ms / pace.items).toBeCloseTo(1);
  });
});
