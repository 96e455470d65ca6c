import { describe, expect, it } from 'vitest';
import { percentOf } from './counts.ts';
import { NO_COUNTS } from './step-view.ts';

describe('percentOf', () => {
  it.each([
    ['nothing known', {}, null],
    ['an empty list', { total: 0 }, 0],
    ['7 of 10', { total: 10, done: 7 }, 70],
    ['the nearest whole number, 2 of 3', { total: 3, done: 2 }, 67],
    ['failed and skipped items as handled', { total: 10, done: 1, failed: 2, skipped: 3 }, 60],
    ['99 until the last one, 999 of 1000', { total: 1000, done: 999 }, 99],
    ['100 for all', { total: 3, done: 3 }, 100],
    ['100 for more than all', { total: 3, done: 4 }, 100],
    ['99 for all of a guessed total', { total: 3, done: 3, estimated: true }, 99],
  ])('gives %s', (_, counts, percent) => {
    expect(percentOf({ ...NO_COUNTS, ...counts })).toBe(percent);
  });
});
