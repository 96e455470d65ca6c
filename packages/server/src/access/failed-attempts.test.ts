import { expect, test } from 'vitest';
import { FailedAttempts } from './failed-attempts.ts';

const MINUTE_MS = 60_000;

function attempts() {
  const clock = { now: 0 };
  const failed = new FailedAttempts(() => clock.now);
  const fail = (address: string, times: number) => Array.from({ length: times }, () => failed.add(address));
  return { clock, failed, fail };
}

test('ten count within five minutes, and then all have to wait for the end of these', () => {
  const { clock, failed, fail } = attempts();
  expect(fail('a', 9)).toEqual(Array(9).fill(true));
  expect(failed.waitMs('a')).toBe(0);
  clock.now = 2 * MINUTE_MS;
  expect(fail('a', 2)).toEqual([true, false]);
  expect(failed.waitMs('a')).toBe(3 * MINUTE_MS);
  clock.now = 5 * MINUTE_MS;
  expect(failed.waitMs('a')).toBe(0);
  expect(fail('a', 10)).toEqual(Array(10).fill(true));
  expect(failed.waitMs('a')).toBe(5 * MINUTE_MS);
});

test.for([
  ['10.0.0.1', '10.0.0.2', false],
  ['10.0.0.1', '::ffff:10.0.0.1', true],
  ['2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['2001:db8::2:0:0:1', '2001:db8:0:0:9::', true],
  ['::1', '::2:0:0:0:1', false],
  ['fe80::1%eth0', 'fe80::2', true],
] as const)('%s and %s are one caller: %s', ([one, other, same]) => {
  const { failed, fail } = attempts();
  fail(one, 10);
  expect(failed.waitMs(other) > 0).toBe(same);
});

test('a flood of addresses does not fill the memory: the oldest are forgotten', () => {
  const { failed, fail } = attempts();
  fail('first', 10);
  for (let i = 0; i < 10_000; i += 1) failed.add(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
  expect(failed.waitMs('first')).toBe(0);
});
