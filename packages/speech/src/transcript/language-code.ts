/** Names that engines use instead of codes: OpenAI's answers in English words. */
const NAMES = new Intl.DisplayNames(['en'], { type: 'language' });
/** Two-letter codes, by their English names in lower case. */
const CODES = new Map(
  Array.from({ length: 26 * 26 }, (_, index) => {
    const code = String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26));
    return [NAMES.of(code)?.toLowerCase() ?? code, code] as const;
  }),
);

/** ISO 639-1 of what a source calls a language (`en`, `en-GB`, `eng`, `English`); `null` if it says nothing that is known. */
export function languageCode(told: string | null | undefined): string | null {
  const name = told?.trim().toLowerCase().replaceAll('_', '-') ?? '';
  const code = CODES.get(name) ?? codeOfTag(name);
  return code !== null && NAMES.of(code) !== code ? code : null;
}

/** `null` for what is no tag, and for a language that has no code of two letters. */
function codeOfTag(tag: string): string | null {
  try {
    const { language } = new Intl.Locale(tag);
    return language.length === 2 ? language : null;
  } catch {
    return null;
  }
}
