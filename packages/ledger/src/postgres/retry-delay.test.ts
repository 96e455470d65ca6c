import { describe, expect, test } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

const PAUSES = { retryMs: 50, maxRetryMs: 5_000 };

describe('retryDelayMs', () => {
  const between = (attempt: number) => [0, 1].map((random) => retryDelayMs(attempt, PAUSES, () => random));

  test('doubles from 25–50 ms, and stays at 2.5–5 s from the eighth attempt on, however many come', () => {
    expect([1, 2, 3, 7, 8, 2_000].map(between)).toEqual([
      [25, 50],
      [50, 100],
      [100, 200],
      [1_600, 3_200],
      [2_500, 5_000],
      [2_500, 5_000],
    ]);
  });
});
