import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.parse('2026-05-01T12:00:00Z');

test.each<[Record<string, string>, number | null]>([
  [{}, null],
  [{ 'retry-after': '7' }, 7000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': 'Fri, 01 May 2026 12:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Fri, 01 May 2026 11:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, null],
  [{ 'retry-after': '9', 'retry-after-ms': '250' }, 250],
  [{ 'retry-after': '9', 'retry-after-ms': 'soon' }, 9000],
])('%o asks for a wait of %s ms', (headers, expected) => {
  expect(retryAfterMs(new Headers(headers), () => NOW)).toBe(expected);
});
