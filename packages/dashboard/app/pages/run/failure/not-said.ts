/** Those that the sentence does not say anyway, each once. */
export function notSaid(phrases: readonly string[], sentence: string): readonly string[] {
  return [...new Set(phrases)].filter((phrase) => !sentence.includes(phrase));
}
