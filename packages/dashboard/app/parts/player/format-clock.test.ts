import { expect, test } from 'vitest';
import { formatClock } from './format-clock.ts';

test.each([
  [0, '0:00'],
  [7.9, '0:07'],
  [725, '12:05'],
  [3_723.4, '1:02:03'],
  [36_000, '10:00:00'],
  [-1, '0:00'],
])('%d s are %s', (seconds, clock) => {
  expect(formatClock(seconds)).toBe(clock);
});
