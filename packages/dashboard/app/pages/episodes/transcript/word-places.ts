import type { TextRange } from '../../../parts/pieces-of.ts';

/**
 * Where the words that were recognised stand in the text of their segment, in their order. The text may have punctuation and
 * capitals that they have not; a word that it has not at all is `null`.
 */
export function wordPlaces(text: string, words: readonly { readonly word: string }[]): readonly (TextRange | null)[] {
  const lower = text.toLowerCase();
  // Where lower case has another length, places in it are none in the text.
  const where = lower.length === text.length ? lower : text;
  let at = 0;
  return words.map(({ word }) => {
    const wanted = word.trim().toLowerCase();
    const start = wanted === '' ? -1 : where.indexOf(wanted, at);
    if (start < 0) return null;
    at = start + wanted.length;
    return { start, end: at };
  });
}
