import { describe, expect, test } from 'vitest';
import { excerptOf } from './excerpt.ts';

const words = Array.from({ length: 200 }, (_, index) => `word${index}`).join(' ');
const rangeOf = (word: string) => ({ start: words.indexOf(word), end: words.indexOf(word) + word.length });

describe('excerptOf', () => {
  test('leaves a short text whole', () => {
    const ranges = [{ start: 2, end: 6 }];
    expect(excerptOf('a lamp', ranges, 300)).toEqual({
      text: 'a lamp',
      ranges,
      isCutBefore: false,
      isCutBehind: false,
    });
  });

  test('shows the first match with what is before it, cut between words', () => {
    const excerpt = excerptOf(words, [rangeOf('word100'), rangeOf('word199')], 300);
    expect(excerpt).toMatchObject({ isCutBefore: true, isCutBehind: true });
    expect(excerpt.ranges.map(({ start, end }) => excerpt.text.slice(start, end))).toEqual(['word100']);
    expect(excerpt.text).toMatch(/^word\d+ .* word\d+$/);
    expect(words).toContain(` ${excerpt.text} `);
  });

  test('begins at the start where nothing is marked', () => {
    expect(excerptOf(words, [], 300)).toMatchObject({ isCutBefore: false, isCutBehind: true });
  });

  test('reaches the end for a match that is there', () => {
    const excerpt = excerptOf(words, [rangeOf('word199')], 300);
    expect(excerpt).toMatchObject({ isCutBefore: true, isCutBehind: false });
    expect(excerpt.ranges).toHaveLength(1);
  });

  test('cuts a text without spaces, and keeps the match', () => {
    const text = `${'x'.repeat(500)}lamp${'y'.repeat(500)}`;
    const { text: cut, ranges } = excerptOf(text, [{ start: 500, end: 504 }], 200);
    expect(ranges.map(({ start, end }) => cut.slice(start, end))).toEqual(['lamp']);
  });
});
