/** A word as an engine gave it. Times in seconds. */
export interface TimedWord {
  readonly word: string;
  readonly start: number;
}

/**
 * When a name is said: where its words follow each other among `words`, else where its first word is; `null` if neither is
 * there. Case, punctuation and a possessive make no difference.
 */
export function timeOfName(name: string, words: readonly TimedWord[]): number | null {
  const wanted = name
    .split(/\s+/)
    .map(tokenOf)
    .filter((token) => token !== '');
  const [first] = wanted;
  if (first === undefined) return null;
  // An engine may have given several words as one, or a word with a space before it.
  const said = words.flatMap(({ word, start }) =>
    word.split(/\s+/).flatMap((part) => (tokenOf(part) === '' ? [] : [{ token: tokenOf(part), start }])),
  );
  const whole = said.find((_, place) => wanted.every((token, offset) => said[place + offset]?.token === token));
  return (whole ?? said.find(({ token }) => token === first))?.start ?? null;
}

function tokenOf(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]s$/u, '')
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '');
}
