import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutText, formatCount, splitText } from './cut-text.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [12345, '12,345'],
  [4294967295, '4,294,967,295'],
])('formatCount writes %d as %s', (count, expected) => {
  expect(formatCount(count)).toBe(expected);
});

test.each([
  ['a text within the limit', 'short', 10, 'short'],
  ['a text at the limit', 'x'.repeat(50), 50, 'x'.repeat(50)],
  ['a text beyond it', 'x'.repeat(12_400), 80, `${'x'.repeat(58)}… (+12,342 characters)`],
  [
    'a text that loses one character less than the note needs',
    'x'.repeat(51),
    50,
    `${'x'.repeat(32)}… (+19 characters)`,
  ],
  ['a limit with no room for the note', 'x'.repeat(100), 10, `${'x'.repeat(9)}…`],
  ['no room at all', 'text', 0, ''],
  ['a negative limit', 'text', -3, ''],
])('cutText: %s', (_title, text, maxCharacters, expected) => {
  expect(cutText(text, maxCharacters)).toBe(expected);
});

test('cutText and splitText do not separate the halves of an emoji', () => {
  expect(cutText('🎧'.repeat(100), 41)).toBe(`${'🎧'.repeat(11)}… (+178 characters)`);
  expect(splitText('a🎧b', 2)).toEqual({ text: 'a', cutCharacters: 3 });
});

test('splitText keeps text and cut length apart, and both add up', () => {
  expect(splitText('x'.repeat(700), 500)).toEqual({ text: 'x'.repeat(500), cutCharacters: 200 });
  expect(splitText('short', 500)).toEqual({ text: 'short', cutCharacters: 0 });
});

test('cutText is within its limit, well-formed, and keeps what is within', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 0, max: 200 }), (text, max) => {
      const cut = cutText(text, max);
      expect(cut.length).toBeLessThanOrEqual(max);
      expect(cut.isWellFormed()).toBe(true);
      expect(cutText(cut, max)).toBe(cut);
      if (text.length <= max) expect(cut).toBe(text);
    }),
  );
});
