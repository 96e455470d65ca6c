const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first letters of the first two words; of a title without any, nothing. */
export function initialsOf(title: string): string {
  const words = title.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
  return words
    .slice(0, 2)
    .map((word) => [...LETTERS.segment(word)][0]?.segment.toUpperCase() ?? '')
    .join('');
}
