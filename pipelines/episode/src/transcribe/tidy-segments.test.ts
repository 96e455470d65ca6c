import { expect, test } from 'vitest';
import { tidySegments } from './tidy-segments.ts';

test('segments are in order, have text, end after they begin, and can be stored', () => {
  expect(
    tidySegments([
      { start: 5, end: 4, text: ' later\n on ' },
      { start: 6, end: 7, text: ' \u0000 ' },
      {
        start: 1,
        end: 2,
        text: 'half a \ud83d pair',
        speaker: 'A\0nna',
        words: [{ word: ' half\0', start: 1, end: 1.2 }],
      },
    ]),
  ).toEqual([
    { start: 1, end: 2, text: 'half a \ufffd pair', speaker: 'A nna', words: [{ word: 'half', start: 1, end: 1.2 }] },
    { start: 5, end: 5, text: 'later on' },
  ]);
});

test('a segment of many minutes becomes several, with their own times and words', () => {
  const words = Array.from({ length: 900 }, (_, index) => ({ word: `w${index}`, start: index, end: index + 1 }));
  const text = words.map(({ word }) => word).join(' ');
  const tidy = tidySegments([{ start: 0, end: 900, text, words, speaker: 'Anna' }]);
  expect(tidy.map((segment) => segment.text).join(' ')).toBe(text);
  expect(tidy.flatMap((segment) => segment.words)).toEqual(words);
  expect(tidy.map(({ start }) => start)).toEqual([0, ...tidy.slice(0, -1).map(({ end }) => end)]);
  expect([tidy.length, tidy.at(-1)?.end, tidy.at(-1)?.speaker]).toEqual([3, 900, 'Anna']);
});

test('text without blanks is cut between characters', () => {
  const text = `a${'\u{1f3a7}'.repeat(3_000)}`;
  const parts = tidySegments([{ start: 0, end: 1, text }]).map((segment) => segment.text);
  expect(parts.every((part) => part.isWellFormed() && part.length <= 2_000)).toBe(true);
  expect(parts.join('')).toBe(text);
});
