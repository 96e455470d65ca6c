import { expect, test } from 'vitest';
import { addUsed, counting, countUsed, NOTHING_USED, type Used } from './used.ts';

const took = (input: number, costUsd: number | null = null): Used => ({ tokens: { input, output: 1 }, costUsd });

test.each([
  [null, null, null],
  [null, 0.5, 0.5],
  [0.5, null, 0.5],
  [0.5, 0.25, 0.75],
  [null, 0, 0],
])('a cost of %j and one of %j is one of %j', (one, other, both) => {
  expect(addUsed(took(2, one), took(3, other))).toEqual({ tokens: { input: 5, output: 2 }, costUsd: both });
});

test('an answer counts to all that it was asked for inside of, and to nobody after their end', async () => {
  let outer = NOTHING_USED;
  let inner = NOTHING_USED;
  await counting(
    (used) => {
      outer = addUsed(outer, used);
    },
    async () => {
      countUsed(took(1));
      await counting(
        (used) => {
          inner = addUsed(inner, used);
        },
        async () => {
          await Promise.resolve();
          countUsed(took(10));
        },
      );
      countUsed(took(100));
    },
  );
  countUsed(took(1_000));
  expect([outer.tokens.input, inner.tokens.input]).toEqual([111, 10]);
});
