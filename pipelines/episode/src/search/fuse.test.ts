import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuse } from './fuse.ts';

describe('fusion of two lists', () => {
  test('puts what is in both before what is first in one', () => {
    const order = fuse({ words: [1, 2, 3], meaning: [4, 3, 5] }).map(({ id }) => id);
    expect(order).toEqual([3, 1, 4, 2, 5]);
  });

  test('says the place in each list, from 1', () => {
    expect(fuse({ words: [7, 8], meaning: [8] })).toEqual([
      { id: 8, ranks: { words: 2, meaning: 1 }, score: 1 / 62 + 1 / 61 },
      { id: 7, ranks: { words: 1, meaning: null }, score: 1 / 61 },
    ]);
  });

  test('of one list is that list, each once', () => {
    const lists = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 50 });
    fc.assert(
      fc.property(lists, (list) => {
        expect(fuse({ words: list, meaning: [] }).map(({ id }) => id)).toEqual(list);
        expect(fuse({ words: [], meaning: list }).map(({ id }) => id)).toEqual(list);
        expect(fuse({ words: list, meaning: list }).map(({ id }) => id)).toEqual(list);
      }),
    );
  });
});
