/** What no reader sees. Some scripts and emoji need the joins and the variation selectors, so these stay. */
const UNSEEN = /(?!\u200C|\u200D|\uFE0E|\uFE0F)\p{Default_Ignorable_Code_Point}|(?![\t\n\r])\p{Cc}/gu;

/** Hides a word from a search. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

const MARKS = /\p{M}/gu;

/** Letters by themselves: `i g n o r e`. */
const SPACED = /(?<![\p{L}\p{N}])\p{L}(?:[ .\-_*]\p{L}){4,}(?![\p{L}\p{N}])/gu;

/** Letters of other scripts that look like Latin ones, and Latin ones that have no plain form of their own, in lower case. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    в: 'b',
    г: 'r',
    е: 'e',
    ѕ: 's',
    і: 'i',
    ї: 'i',
    ј: 'j',
    к: 'k',
    м: 'm',
    н: 'h',
    о: 'o',
    р: 'p',
    с: 'c',
    т: 't',
    у: 'y',
    х: 'x',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    һ: 'h',
    ь: 'b',
    ɡ: 'g',
    α: 'a',
    β: 'b',
    ε: 'e',
    η: 'n',
    ι: 'i',
    κ: 'k',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    γ: 'y',
    ϲ: 'c',
    ß: 'ss',
    ł: 'l',
    ø: 'o',
    æ: 'ae',
    œ: 'oe',
    đ: 'd',
    ð: 'd',
    ı: 'i',
    '’': "'",
    '‘': "'",
    '“': '"',
    '”': '"',
  }),
);

/** A text without what no reader sees: tag characters, writing directions, soft hyphens, controls. */
export function withoutUnseen(text: string): string {
  return text.replaceAll(UNSEEN, '');
}

/** A text as patterns look for it: in lower case, plain letters without marks, look-alikes as what they look like. */
export function forMatching(text: string): string {
  const plain = withoutUnseen(text)
    .replaceAll(IGNORABLE, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(MARKS, '');
  return Array.from(plain, (character) => LOOK_ALIKES.get(character) ?? character)
    .join('')
    .replaceAll(SPACED, (letters) => letters.replaceAll(/[ .\-_*]/g, ''));
}
