import { describe, expect, test } from 'vitest';
import { judgeClock } from './checks/database.ts';
import { judgeDisk } from './checks/machine.ts';

describe('the clock', () => {
  test.for([
    [0, 'ok', 'agree'],
    [1_000, 'ok', 'agree'],
    [-1_500, 'warn', 'behind'],
    [10_000, 'warn', 'ahead of'],
    [-10_001, 'fail', 'behind'],
  ] as const)('%i ms ahead of the database is %s', ([aheadMs, outcome, word]) => {
    expect(judgeClock(aheadMs)).toMatchObject({ outcome, message: expect.stringContaining(word) });
  });
});

describe('the disk', () => {
  test.for([
    [1_000_000_000, 'ok'],
    [999_999_999, 'warn'],
    [200_000_000, 'warn'],
    [199_999_999, 'fail'],
  ] as const)('with %i bytes free is %s', ([bytes, outcome]) => {
    expect(judgeDisk(bytes, '/data').outcome).toBe(outcome);
  });
});
