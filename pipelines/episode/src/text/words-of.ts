/** One for all languages: where words are not set apart, ICU's dictionaries part them whatever the locale is. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The words of a text, in any script, without what is between them. */
export function wordsOf(text: string): readonly string[] {
  return [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
}
