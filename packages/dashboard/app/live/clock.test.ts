import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { atServer, serverNow, setServerTime, setServerTimeRoughly } from './clock.ts';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  setServerTime(new Date().toISOString());
  vi.useRealTimers();
});

test('a clock that is ten minutes fast shows the time of the server, from the first answer on', () => {
  setServerTimeRoughly('Sat, 21 Nov 2026 11:50:00 GMT');
  expect(serverNow()).toBe(NOW - 600_000);
  expect(atServer('2026-11-21T11:59:00.000Z')).toBe('2026-11-21T11:49:00.000Z');
});

test('the headers of an answer, which may be late, leave alone what is known more exactly', () => {
  setServerTime('2026-11-21T11:50:00.250Z');
  setServerTimeRoughly('Sat, 21 Nov 2026 11:49:57 GMT');
  expect(serverNow()).toBe(NOW - 599_750);
});

test.each([null, 'yesterday'])('a header that is no time (%s) changes nothing', (date) => {
  setServerTimeRoughly(date);
  expect(serverNow()).toBe(NOW);
});
