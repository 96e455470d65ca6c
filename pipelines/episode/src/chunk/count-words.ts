/** One for all languages: where words are not set apart, ICU's dictionaries part them whatever the locale is. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** How many words a text has, in any script. */
export function countWords(text: string): number {
  let words = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) words += 1;
  return words;
}
