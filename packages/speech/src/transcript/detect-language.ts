/** Less says too little of its language. */
const SHORTEST_TEXT = 20;
/** More says no more of it. */
const LONGEST_TEXT = 5_000;

/** ISO 639-1 of the language that a text is in; `null` if it cannot be told for certain. The tables are loaded when first asked. */
export async function detectLanguage(text: string): Promise<string | null> {
  if (text.length < SHORTEST_TEXT) return null;
  const { eld } = await import('eld/small');
  const found = eld.detect(text.slice(0, LONGEST_TEXT));
  return found.isReliable() && found.language !== '' ? found.language : null;
}
