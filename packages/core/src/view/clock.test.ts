import { describe, expect, it } from 'vitest';
import { msBetween, readClock, STOPPED_CLOCK, shift, startClock, stopClock, sum } from './clock.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const ms = (seconds: number) => Date.parse(at(seconds));

describe('a work clock', () => {
  it('counts only while it runs', () => {
    const first = stopClock(startClock(STOPPED_CLOCK, at(0)), at(10));
    const second = startClock(first, at(100));
    expect(readClock(first, ms(50))).toBe(10_000);
    expect(readClock(second, ms(105))).toBe(15_000);
    expect(stopClock(second, at(107))).toEqual({ ms: 17_000, since: null });
  });

  it('stays as it is when it is stopped twice', () => {
    const stopped = stopClock(startClock(STOPPED_CLOCK, at(0)), at(10));
    expect(stopClock(stopped, at(20))).toBe(stopped);
  });
});

describe('times', () => {
  it('are never negative', () => {
    expect(msBetween(at(10), at(5))).toBe(0);
    expect(readClock(startClock(STOPPED_CLOCK, at(10)), ms(5))).toBe(0);
  });

  it('are shifted within four-digit years', () => {
    expect(shift(at(10), -500)).toBe('2026-01-01T00:00:09.500Z');
    expect(shift(at(10), -Number.MAX_VALUE)).toBe('1970-01-01T00:00:00.000Z');
    expect(shift(at(10), Number.MAX_VALUE)).toBe('9999-12-31T23:59:59.999Z');
  });
});

describe('sum', () => {
  it('stays a number in JSON', () => {
    expect(sum(1, 2)).toBe(3);
    expect(sum(Number.MAX_VALUE, Number.MAX_VALUE)).toBe(Number.MAX_SAFE_INTEGER);
  });
});
