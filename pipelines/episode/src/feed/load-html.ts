import type { CheerioAPI } from 'cheerio';
import { load } from 'cheerio/slim';

/** Most elements that are read of a page: time grows with the square of how deep they are nested. */
const MAX_ELEMENTS = 15_000;
/** Most tags, with those that end elements: each that ends none is looked for among all that are open. */
const MAX_TAGS = 2 * MAX_ELEMENTS;

/** Parses HTML, be it a page or a piece of one. What comes after its 15,000th element is left out. */
export function loadHtml(html: string): CheerioAPI {
  return load(html.slice(0, endOf(html)), null, false);
}

function endOf(html: string): number {
  const tag = /<(\/?)[a-z]/gi;
  let elements = 0;
  for (let tags = 0; tags < MAX_TAGS && elements < MAX_ELEMENTS; tags += 1) {
    const found = tag.exec(html);
    if (found === null) return html.length;
    if (found[1] === '') elements += 1;
  }
  return html.lastIndexOf('<', tag.lastIndex - 2);
}

type HtmlNode = Exclude<Parameters<typeof load>[0], string | Buffer | readonly unknown[]>;

/** Elements that stand on lines of their own. */
const LINES = new Set('p div li br h1 h2 h3 h4 h5 h6 tr ul ol blockquote section article header footer pre'.split(' '));
/** What nobody reads. */
const UNREAD = new Set(['script', 'style', 'template', 'noscript']);

/**
 * The text in nodes of a page, with a line break before and after each element that stands on lines of its own. However deep
 * they are nested: cheerio's own `text` calls itself for each level.
 */
export function textIn(nodes: readonly HtmlNode[]): string {
  const texts: string[] = [];
  const left: (HtmlNode | '\n')[] = [...nodes].reverse();
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node === '\n') texts.push(node);
    else if (node.type === 'text') texts.push(node.data);
    else if ('children' in node && !('name' in node && UNREAD.has(node.name))) {
      const isLine = 'name' in node && LINES.has(node.name);
      if (isLine) texts.push('\n');
      if (isLine) left.push('\n');
      for (let child = node.lastChild; child !== null; child = child.previousSibling) left.push(child);
    }
  }
  return texts.join('');
}
