import { TelltaleError } from '@telltale/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, isWorthRetrying, type RetryOptions } from './retry-options.ts';

const LONGEST = 0.999_999_999;

describe('the rest after a failure', () => {
  test('doubles from one second, up to a minute', () => {
    const rests = [1, 2, 3, 4, 7, 8, 1_000_000].map((attempt) => backoffMs(attempt, { attempts: 10 }, LONGEST));
    expect(rests).toEqual([1_000, 2_000, 4_000, 8_000, 60_000, 60_000, 60_000]);
  });

  test('loses up to half of it by chance', () => {
    expect(backoffMs(1, { attempts: 2 }, 0)).toBe(500);
    expect(backoffMs(1, undefined, 0.5)).toBe(750);
  });

  test('is what the options say', () => {
    const options: RetryOptions = { attempts: 5, backoffMs: 10, factor: 3, maxBackoffMs: 50 };
    expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, options, LONGEST))).toEqual([10, 30, 50, 50]);
  });

  test('of nothing stays nothing', () => {
    expect(backoffMs(5_000, { attempts: 9_999, backoffMs: 0 })).toBe(0);
  });

  test('property: is a whole number between half of the full rest and all of it', () => {
    const options = fc.record(
      {
        backoffMs: fc.integer({ min: 0, max: 1e9 }),
        factor: fc.double({ min: 0, max: 1e6, noNaN: true }),
        maxBackoffMs: fc.integer({ min: 0, max: 1e9 }),
      },
      { requiredKeys: [] },
    );
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), options, chance, (attempt, given, random) => {
        const rest = backoffMs(attempt, { attempts: 1, ...given }, random);
        const full = backoffMs(attempt, { attempts: 1, ...given }, LONGEST);
        expect(Number.isSafeInteger(rest)).toBe(true);
        expect(rest).toBeGreaterThanOrEqual(Math.floor(full / 2));
        expect(rest).toBeLessThanOrEqual(Math.min(full, given.maxBackoffMs ?? 60_000));
      }),
    );
  });
});

describe('a failure is followed by another try', () => {
  test('as long as there are tries', () => {
    expect([1, 2, 3, 4].map((attempt) => isWorthRetrying(attempt, new Error('a'), { attempts: 3 }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('not without options, or with a number of tries that is none', () => {
    expect(isWorthRetrying(1, new Error('a'), { attempts: Number.NaN })).toBe(false);
    expect(isWorthRetrying(1, new Error('a'), undefined)).toBe(false);
  });

  test.each([
    ['an error that says so, by its code', new TelltaleError('a', { code: 'a', retryable: true }), true],
    ['an error that says not, by its code', new TelltaleError('a', { code: 'a' }), false],
    ['what such an error is after a database', { code: 'a', retryable: false }, false],
    ['an error of somebody else', Object.assign(new Error('a'), { code: 'ECONNRESET' }), true],
    ['a flag without a code', Object.assign(new Error('a'), { retryable: false }), true],
    ['a text', 'a', true],
    ['nothing', undefined, true],
    ['null', null, true],
  ])('%s: %s', (_, error, expected) => {
    expect(isWorthRetrying(1, error, { attempts: 2 })).toBe(expected);
  });

  test('if retryIf says so, whatever the error says of itself', () => {
    const final = new TelltaleError('a', { code: 'a' });
    expect(isWorthRetrying(1, final, { attempts: 2, retryIf: (error) => error === final })).toBe(true);
    expect(isWorthRetrying(1, new Error('b'), { attempts: 2, retryIf: (error) => error === final })).toBe(false);
  });

  test('not if retryIf throws: the failure is told, and not the fault of its judge', () => {
    const retryIf = () => {
      throw new TypeError('no such member');
    };
    expect(isWorthRetrying(1, new Error('a'), { attempts: 2, retryIf })).toBe(false);
  });

  test('retryIf is not asked when there is no try left', () => {
    const asked: unknown[] = [];
    isWorthRetrying(2, new Error('a'), { attempts: 2, retryIf: (error) => asked.push(error) > 0 });
    expect(asked).toEqual([]);
  });
});
