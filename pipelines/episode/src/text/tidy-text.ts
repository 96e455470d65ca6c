/** A text on one line, of characters that Postgres stores: it takes neither NUL nor half of a character, in JSON as well. */
export function tidyText(text: string): string {
  return text.replaceAll('\0', ' ').toWellFormed().replace(/\s+/g, ' ').trim();
}
