import { InvalidFilterError } from '../errors.ts';
import { MAX_CHARACTERS } from './filters.ts';

/** Letters and digits, and all that is not ASCII: the same that `telltale.words` keeps. */
const WORDS = /[0-9A-Za-z\u0080-\u{10ffff}]+/gu;

/**
 * The text for `to_tsquery('simple', …)` that finds rows with a word beginning with each of these words, whatever else
 * somebody typed. `null` if there is no word in it. Throws `InvalidFilterError`.
 *
 * Quoted, so that Postgres' own parser may split a word further (at punctuation beyond ASCII) and no character of it can
 * be an operator.
 */
export function searchWords(text: string): string | null {
  if (text.length > MAX_CHARACTERS.words) {
    throw new InvalidFilterError('text', `at most ${MAX_CHARACTERS.words} characters long`, text);
  }
  const words = text.match(WORDS) ?? [];
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(' & ');
}
