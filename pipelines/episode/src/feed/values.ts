import { tidyText } from '../text/tidy-text.ts';
import { loadHtml, textIn } from './load-html.ts';

/** More than the library keeps of any line, text or URL: of one that is longer, no more is carried along. */
const LINE_CHARACTERS = 1_000;
const TEXT_CHARACTERS = 25_000;
const URL_CHARACTERS = 2_000;

/** A URL of a document as a whole one; `null` if it is none of the web, or longer than any that works everywhere. */
export function wholeUrl(given: string | null | undefined, base: string): string | null {
  const text = given?.trim() ?? '';
  const url = text === '' ? null : URL.parse(text, base);
  return url !== null && /^https?:$/.test(url.protocol) && url.href.length <= URL_CHARACTERS ? url.href : null;
}

/** An instant in ISO 8601, UTC; `null` if the text is no date. */
export function wholeDate(given: string | null | undefined): string | null {
  const text = given?.trim() ?? '';
  if (text === '') return null;
  const date = new Date(text);
  // Postgres and people know no year 20,000, and no podcast is older than the web.
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1990 || date.getUTCFullYear() > 2200
    ? null
    : date.toISOString();
}

/** A text on one line; `null` for an empty one. */
export function plainLine(given: string | null | undefined): string | null {
  return (
    tidyText(given ?? '')
      .slice(0, LINE_CHARACTERS)
      .toWellFormed() || null
  );
}

/** The text of HTML, paragraphs on lines of their own; of a plain text the text. `null` for an empty one. */
export function plainText(given: string | null | undefined): string | null {
  const source = given ?? '';
  return tidy(/[<&]/.test(source) ? textIn(loadHtml(source).root().toArray()) : source);
}

function tidy(text: string): string | null {
  const tidied = text
    .replaceAll('\0', '')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return tidied === '' ? null : tidied.slice(0, TEXT_CHARACTERS).toWellFormed();
}
