import { wordsOf } from '../text/words-of.ts';

/** A word as an engine gave it, or several of which only one time is known. Times in seconds. */
export interface TimedWord {
  readonly word: string;
  readonly start: number;
}

interface Token {
  readonly token: string;
  readonly start: number;
}

/**
 * When a name is said: where its words follow each other among `words`, else where its first word is; `null` if neither is
 * there. Case, punctuation and a possessive make no difference, nor does how a name is parted (`Black Bird`).
 */
export function timeOfName(name: string, words: readonly TimedWord[]): number | null {
  const wanted = tokensOf(name);
  const [first] = wanted;
  if (first === undefined) return null;
  const whole = wanted.join('');
  const said = words.flatMap(({ word, start }) => tokensOf(word).map((token) => ({ token, start })));
  const at = said.find((_, place) => isSaidAt(said, place, whole)) ?? said.find(({ token }) => token === first);
  return at?.start ?? null;
}

function isSaidAt(said: readonly Token[], place: number, whole: string): boolean {
  let text = '';
  for (let next = place; text.length < whole.length && next < said.length; next += 1) text += said[next]?.token ?? '';
  return text === whole;
}

function tokensOf(text: string): readonly string[] {
  const even = text.normalize('NFKC').toLowerCase().replaceAll('’', "'");
  return wordsOf(even).map((word) => word.replace(/'s$/, '').replace(/[^\p{L}\p{N}\p{M}]/gu, ''));
}
