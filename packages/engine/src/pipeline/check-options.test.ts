import { describe, expect, test } from 'vitest';
import { checkActionOptions, checkItemOptions, checkStepOptions } from './check-options.ts';
import type { ItemOptions } from './step.ts';

const MAX_MS = 2_147_483_647;

const key = () => 'a';

function refusal(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    expect(error).toMatchObject({ name: 'InvalidOptionError', code: 'option_invalid', retryable: false });
    return (error as Error).message;
  }
}

test('options that can be right are taken', () => {
  checkStepOptions({});
  checkStepOptions({ timeoutMs: 0.5, stuckAfterMs: MAX_MS, letGoMs: 0, retries: { attempts: 1 } });
  checkStepOptions({ retries: { attempts: 1_000_000, backoffMs: 0, factor: 0, maxBackoffMs: 0 } });
  checkItemOptions({ key });
  checkItemOptions({ key, concurrency: 10_000, total: 0, timeoutMs: MAX_MS, retries: { attempts: 2 } });
  checkActionOptions({});
  checkActionOptions({ timeoutMs: 1 });
});

describe('a time has to be one that a timer can hold', () => {
  test.each([
    [0, 'timeoutMs has to be a number above 0, 2147483647 at most; it is 0.'],
    [-1, 'timeoutMs has to be a number above 0, 2147483647 at most; it is -1.'],
    [Number.NaN, 'timeoutMs has to be a number above 0, 2147483647 at most; it is NaN.'],
    [Number.POSITIVE_INFINITY, 'timeoutMs has to be a number above 0, 2147483647 at most; it is Infinity.'],
    [MAX_MS + 1, 'timeoutMs has to be a number above 0, 2147483647 at most; it is 2147483648.'],
    ['5 s', 'timeoutMs has to be a number above 0, 2147483647 at most; it is of type string.'],
    [null, 'timeoutMs has to be a number above 0, 2147483647 at most; it is of type object.'],
  ])('%s', (timeoutMs, message) => {
    const options = { timeoutMs: timeoutMs as number };
    expect(refusal(() => checkStepOptions(options))).toBe(message);
    expect(refusal(() => checkItemOptions({ key, ...options }))).toBe(message);
    expect(refusal(() => checkActionOptions(options))).toBe(message);
  });

  test.each([
    [{ stuckAfterMs: 0 }, 'stuckAfterMs has to be a number above 0, 2147483647 at most; it is 0.'],
    [{ letGoMs: -1 }, 'letGoMs has to be a number from 0, 2147483647 at most; it is -1.'],
  ])('%j', (options, message) => {
    expect(refusal(() => checkStepOptions(options))).toBe(message);
  });
});

describe('retries have to be numbers that back-off can work with', () => {
  test.each([
    [{ attempts: 0 }, 'retries.attempts has to be a whole number from 1; it is 0.'],
    [{ attempts: 1.5 }, 'retries.attempts has to be a whole number from 1; it is 1.5.'],
    [{ attempts: Number.POSITIVE_INFINITY }, 'retries.attempts has to be a whole number from 1; it is Infinity.'],
    [
      { attempts: 2, backoffMs: Number.NaN },
      'retries.backoffMs has to be a number from 0, 2147483647 at most; it is NaN.',
    ],
    [{ attempts: 2, factor: -1 }, 'retries.factor has to be a number from 0; it is -1.'],
    [
      { attempts: 2, maxBackoffMs: 1e12 },
      'retries.maxBackoffMs has to be a number from 0, 2147483647 at most; it is 1000000000000.',
    ],
  ])('%j', (retries, message) => {
    expect(refusal(() => checkStepOptions({ retries }))).toBe(message);
    expect(refusal(() => checkItemOptions({ key, retries }))).toBe(message);
  });
});

describe('a list that would run nothing, or everything at once, is refused', () => {
  test.each<[Partial<ItemOptions<never>>, string]>([
    [{ concurrency: 0 }, 'concurrency has to be a whole number from 1 to 10000; it is 0.'],
    [{ concurrency: Number.NaN }, 'concurrency has to be a whole number from 1 to 10000; it is NaN.'],
    [
      { concurrency: Number.POSITIVE_INFINITY },
      'concurrency has to be a whole number from 1 to 10000; it is Infinity.',
    ],
    [{ total: -1 }, 'total has to be a whole number from 0; it is -1.'],
  ])('%j', (options, message) => {
    expect(refusal(() => checkItemOptions({ key, ...options }))).toBe(message);
  });
});
