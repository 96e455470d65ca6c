import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.parse('2026-11-21T03:14:15.000Z');

test.each([
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': 'Sat, 21 Nov 2026 03:14:25 GMT' }, 10_000],
  [{ 'retry-after': 'Sat, 21 Nov 2026 03:00:00 GMT' }, 0],
  [{ 'retry-after-ms': '120', 'retry-after': '7' }, 120],
  [{ 'retry-after-ms': 'soon', 'retry-after': '7' }, 7_000],
  [{ 'retry-after': 'soon' }, null],
  [{}, null],
  [undefined, null],
])('reads %j as %s ms', (headers, expected) => {
  expect(retryAfterMs(headers as Record<string, string> | undefined, NOW)).toBe(expected);
});
