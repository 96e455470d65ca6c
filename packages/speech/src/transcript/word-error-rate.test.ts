import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordErrorRate } from './word-error-rate.ts';

test.each([
  { said: 'the lamp is lit', heard: 'the lamp is lit', rate: 0, substitutions: 0, insertions: 0, deletions: 0 },
  { said: 'the lamp is lit', heard: 'the lamb is lit', rate: 0.25, substitutions: 1, insertions: 0, deletions: 0 },
  { said: 'the lamp is lit', heard: 'the lamp lit', rate: 0.25, substitutions: 0, insertions: 0, deletions: 1 },
  { said: 'the lamp is lit', heard: 'the old lamp is lit', rate: 0.25, substitutions: 0, insertions: 1, deletions: 0 },
  { said: 'the lamp is lit', heard: '', rate: 1, substitutions: 0, insertions: 0, deletions: 4 },
  { said: 'one', heard: 'two three', rate: 2, substitutions: 1, insertions: 1, deletions: 0 },
  { said: '', heard: '', rate: 0, substitutions: 0, insertions: 0, deletions: 0 },
  { said: '', heard: 'noise noise', rate: 1, substitutions: 0, insertions: 2, deletions: 0 },
])('counts errors of "$heard" for "$said"', ({ said, heard, ...errors }) => {
  expect(wordErrorRate(said, heard)).toMatchObject(errors);
});

test('does not mind case, punctuation and kinds of quotes', () => {
  expect(wordErrorRate('“It’s Ana’s lamp,” he said.', "it's ANA'S lamp he said").rate).toBe(0);
});

test('is no error for the same words, all errors for none, and each kind the other way round', () => {
  const words = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 })
    .map((list) => list.join(' '));
  fc.assert(
    fc.property(words, words, (one, other) => {
      expect(wordErrorRate(one, one).rate).toBe(0);
      const there = wordErrorRate(one, other);
      const back = wordErrorRate(other, one);
      expect(there.rate * there.referenceWords).toBeCloseTo(back.rate * back.referenceWords);
      expect(there.insertions - there.deletions).toBe(back.referenceWords - there.referenceWords);
    }),
  );
});
