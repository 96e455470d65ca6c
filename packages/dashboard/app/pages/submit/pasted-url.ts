/** The address that a text is, if it is nothing else; else `null`. */
export function pastedUrl(pasted: string): string | null {
  const text = pasted.trim();
  if (!/^https?:\/\/\S+$/i.test(text)) return null;
  return URL.canParse(text) ? text : null;
}
