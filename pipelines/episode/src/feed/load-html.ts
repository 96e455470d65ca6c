import type { CheerioAPI } from 'cheerio';
import { load } from 'cheerio/slim';

/** Most elements that are read of a page: time grows with the square of how deep they are nested. */
const MAX_ELEMENTS = 15_000;

/** Parses HTML, be it a page or a piece of one. What comes after its 15,000th element is left out. */
export function loadHtml(html: string): CheerioAPI {
  return load(html.slice(0, endOf(html)), null, false);
}

function endOf(html: string): number {
  const opening = /<[a-z]/gi;
  for (let count = 0; count < MAX_ELEMENTS; count += 1) if (opening.exec(html) === null) return html.length;
  return opening.lastIndex - 2;
}

/** What `read` makes of a document; of one that is nested too deep to be walked, its text without any markup. */
export function orBareText(html: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return html.replaceAll(/<[^<>]*>/g, ' ');
  }
}
