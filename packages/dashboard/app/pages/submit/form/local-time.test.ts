import { expect, test } from 'vitest';
import { fromLocalTime, toLocalTime } from './local-time.ts';

test('an instant is the same again after it was shown, in summer and in winter', () => {
  for (const instant of ['2026-01-21T03:14:15.000Z', '2026-07-21T23:59:00.000Z']) {
    expect(toLocalTime(instant)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    expect(fromLocalTime(toLocalTime(instant))).toBe(instant);
  }
});

test('what is no time is empty', () => {
  expect([toLocalTime('soon'), fromLocalTime('')]).toEqual(['', '']);
});
