import { loadHtml, orBareText } from './load-html.ts';

/** A URL of a document as a whole one; `null` if it is none of the web. */
export function wholeUrl(given: string | null | undefined, base: string): string | null {
  const text = given?.trim() ?? '';
  const url = text === '' ? null : URL.parse(text, base);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
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

/** The ISO 639-1 code of a language tag such as `en-us`, `de_DE` or `eng`; `null` for what has none. */
export function languageCode(given: string | null | undefined): string | null {
  try {
    const { language } = new Intl.Locale((given ?? '').trim().replaceAll('_', '-'));
    return /^[a-z]{2}$/.test(language) ? language : null;
  } catch {
    return null;
  }
}

/** A text on one line; `null` for an empty one. */
export function plainLine(given: string | null | undefined): string | null {
  const line = (given ?? '').replaceAll('\0', '').replaceAll(/\s+/g, ' ').trim();
  return line === '' ? null : line.toWellFormed();
}

/** Elements that stand on lines of their own. */
const LINES = 'p, div, li, br, h1, h2, h3, h4, h5, h6, tr, ul, ol, blockquote, section, article, header, footer, pre';

/** The text of HTML, paragraphs on lines of their own; of a plain text the text. `null` for an empty one. */
export function plainText(given: string | null | undefined): string | null {
  const source = given ?? '';
  if (!/[<&]/.test(source)) return tidy(source);
  return tidy(orBareText(source, () => textOf(source)));
}

function textOf(html: string): string {
  const $ = loadHtml(html);
  $('script, style, template, noscript').remove();
  $(LINES).each((_index, element) => {
    $(element).before('\n').after('\n');
  });
  return $.root().text();
}

function tidy(text: string): string | null {
  const tidied = text
    .replaceAll('\0', '')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return tidied === '' ? null : tidied.toWellFormed();
}
