import { describe, expect, it } from 'vitest';
import { rangeOfPast, studentT80 } from './range.ts';
import { logNormal, seeded } from './test/seeded.ts';

describe('studentT80', () => {
  it.each([
    [3, 1.6377],
    [4, 1.5332],
    [9, 1.383],
    [30, 1.3104],
    [1_000, 1.2824],
  ])('is within 1%% of the exact quantile for %d degrees of freedom', (degrees, exact) => {
    expect(Math.abs(studentT80(degrees) / exact - 1)).toBeLessThan(0.01);
  });
});

describe('rangeOfPast', () => {
  it('is a factor of about two around a single run', () => {
    const { lowMs, highMs } = rangeOfPast(60_000, 60_000, 1);
    expect(lowMs / 60_000).toBeCloseTo(0.53, 2);
    expect(highMs / 60_000).toBeCloseTo(1.9, 2);
  });

  it('narrows with more runs, down to their own spread', () => {
    const widths = [1, 5, 50, 5_000].map((runs) => rangeOfPast(60_000, 90_000, runs)).map((r) => r.highMs - r.lowMs);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    const { lowMs, highMs } = rangeOfPast(60_000, 90_000, 1e9);
    expect([lowMs, highMs].map((ms) => Math.round(ms / 1_000))).toEqual([44, 82]);
  });

  it('knows of steps that took no time', () => {
    expect(rangeOfPast(0, 0, 3)).toEqual({ lowMs: 0, highMs: 0 });
  });

  it('holds the next duration in about four of five cases', () => {
    const random = seeded(1);
    let held = 0;
    for (let round = 0; round < 2_000; round++) {
      const past = Array.from({ length: 40 }, () => logNormal(random, 60_000, 0.4)).sort((a, b) => a - b);
      const { lowMs, highMs } = rangeOfPast(past[20]!, past[38]!, past.length);
      const next = logNormal(random, 60_000, 0.4);
      if (lowMs <= next && next <= highMs) held++;
    }
    expect(held / 2_000).toBeGreaterThan(0.76);
    expect(held / 2_000).toBeLessThan(0.86);
  });
});
