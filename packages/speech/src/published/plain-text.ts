import { load } from 'cheerio/slim';

/** Text without its character references (`&amp;`), on one line. */
export function plainText(markup: string): string {
  const text = markup.includes('&') ? load(markup.replaceAll('<', '&lt;'), null, false).text() : markup;
  return text
    .replace(/[\p{Cf}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
