/** What people call a language, in English: `Spanish` for `es`; the code itself if it is none. */
export function languageName(language: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}

/** `en` of `en-GB` and of `EN_us`: two such are the same language. */
export function primaryLanguage(language: string): string {
  return language.toLowerCase().split(/[-_]/)[0] ?? '';
}
