import { loadHtml } from '../../feed/index.ts';

/** Most characters of a page that a model is given. */
const MAX_CHARACTERS = 30_000;

/** What is around the content of every page, and what only browsers read. */
const BOILERPLATE =
  'script:not([type="application/ld+json"]), style, noscript, svg, template, nav, footer, aside, form, [aria-hidden="true"], [role="navigation"], [role="contentinfo"]';
/** What says what an element is, or where it leads. */
const KEPT =
  /^(?:href|src|content|property|name|rel|type|datetime|title|data-(?:guid|episode.*|audio.*|src|url|download.*))$/;

/** A page as a model can read it: no boilerplate, of each element only what says something. */
export function readablePage(html: string): string {
  return capped(orBareText(html, () => withoutBoilerplate(html)));
}

function withoutBoilerplate(html: string): string {
  const $ = loadHtml(html);
  $(BOILERPLATE).remove();
  for (const element of $('*').toArray()) {
    for (const [name, value] of Object.entries($(element).attr() ?? {})) {
      if (!KEPT.test(name) || value.startsWith('data:')) $(element).removeAttr(name);
    }
  }
  $('div:empty, span:empty, p:empty').remove();
  for (const node of [...$.root().toArray(), ...$('*').toArray()]) {
    const comments = 'children' in node ? node.children.filter(({ type }) => type === 'comment') : [];
    for (const comment of comments) $(comment).remove();
  }
  return $.html().replaceAll(/<\/?(?:div|span|section|b|i|strong|em|small)>/g, ' ');
}

/** A text as a model gets it: without idle blanks, and not longer than it may be. */
export function capped(text: string): string {
  const tidy = text
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim();
  if (tidy.length <= MAX_CHARACTERS) return tidy;
  return `${tidy.slice(0, MAX_CHARACTERS).toWellFormed()}\n[cut: ${(tidy.length - MAX_CHARACTERS).toLocaleString('en')} more characters]`;
}

/** What `read` makes of a document; of one that is nested too deep to be written out, its text without any markup. */
function orBareText(html: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return html.replaceAll(/<[^<>]*>/g, ' ');
  }
}
