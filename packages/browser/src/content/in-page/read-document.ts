import type { PageElement, PageGlobal, PageNode } from './dom.ts';

export interface ReadOptions {
  /** Of HTML, tags with the attributes that say what something is stay; of text, only what is read. */
  readonly format: 'text' | 'html';
  readonly maxCharacters: number;
}

export interface ReadDocument {
  readonly title: string;
  readonly text: string;
  /** There is more than `maxCharacters` of it. */
  readonly isCut: boolean;
}

/**
 * Reads what a person sees of a document; runs in the page. Left out are scripts, styles, templates, comments, drawings,
 * and elements that are not displayed, transparent, without size, moved off the page, or too small to read. Text in the
 * colour of what is behind it, and text below something else, is not recognised as hidden.
 */
export function readDocument({ format, maxCharacters }: ReadOptions): ReadDocument {
  const page = globalThis as unknown as PageGlobal;
  const skipped = new Set([
    'script',
    'style',
    'template',
    'noscript',
    'svg',
    'math',
    'canvas',
    'object',
    'embed',
    'iframe',
    'head',
    'link',
    'meta',
  ]);
  const kept = new Set([
    'id',
    'name',
    'href',
    'src',
    'type',
    'role',
    'class',
    'for',
    'value',
    'action',
    'method',
    'rel',
    'aria-label',
    'download',
    'controls',
  ]);
  const lines = new Set(['block', 'flex', 'grid', 'list-item', 'table', 'table-row', 'table-caption', 'flow-root']);
  const pieces: string[] = [];
  let length = 0;
  let isCut = false;

  const add = (piece: string) => {
    if (isCut) return;
    const rest = maxCharacters - length;
    isCut = piece.length > rest;
    pieces.push(isCut ? piece.slice(0, rest) : piece);
    length += piece.length;
  };

  const isTransparent = (color: string) => /^rgba\(.*, 0(?:\.0\d*)?\)$/.test(color);

  const isHidden = (element: PageElement, style: ReturnType<PageGlobal['getComputedStyle']>) => {
    if (style.display === 'contents') return false;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
    if (Number.parseFloat(style.fontSize) <= 2 || Number.parseFloat(style.textIndent) <= -500) return true;
    if (/^(?:inset\((?:50|100)%|circle\(0)/.test(style.clipPath) || /^rect\(0px,? 0px,? 0px,? 0px\)$/.test(style.clip))
      return true;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 && box.height <= 1) return style.overflow !== 'visible';
    return box.right + page.scrollX <= 0 || box.bottom + page.scrollY <= 0;
  };

  const attributesOf = (element: PageElement) =>
    [...element.attributes]
      .filter(({ name }) => kept.has(name) || name.startsWith('data-'))
      .filter(({ name }) => name !== 'value' || element.getAttribute('type') !== 'password')
      .map(({ name, value }) => ` ${name}="${value.slice(0, 300).replaceAll('"', '&quot;')}"`)
      .join('');

  const childrenOf = (element: PageElement): Iterable<PageNode> => {
    if (element.shadowRoot !== null) return element.shadowRoot.childNodes;
    const assigned = element.localName === 'slot' ? (element.assignedNodes?.({ flatten: true }) ?? []) : [];
    return assigned.length > 0 ? assigned : element.childNodes;
  };

  const mark = (element: PageElement, display: string) => {
    const heading = /^h([1-6])$/.exec(element.localName)?.[1];
    if (heading !== undefined) add(`\n${'#'.repeat(Number(heading))} `);
    else if (element.localName === 'li') add('\n- ');
    else if (element.localName === 'td' || element.localName === 'th') add(' | ');
    else if (lines.has(display)) add('\n');
  };

  const walk = (node: PageNode, depth: number) => {
    if (isCut || depth > 400) return;
    if (node.nodeType === 3) {
      add((node.textContent ?? '').replaceAll(/\s+/g, ' '));
      return;
    }
    if (node.nodeType !== 1) return;
    const element = node as PageElement;
    if (skipped.has(element.localName)) return;
    if (element.localName === 'br') return add('\n');
    const style = page.getComputedStyle(element);
    if (isHidden(element, style)) return;
    if (format === 'html') add(`${lines.has(style.display) ? '\n' : ''}<${element.localName}${attributesOf(element)}>`);
    else mark(element, style.display);
    // Of a field, what is in it is told with the controls; of a list of options, nothing.
    const isRead = format === 'html' || (element.localName !== 'select' && element.localName !== 'textarea');
    if (isRead && !isTransparent(style.color)) for (const child of childrenOf(element)) walk(child, depth + 1);
    if (format === 'html') add(`</${element.localName}>`);
    else if (lines.has(style.display)) add('\n');
  };

  const body = page.document.body;
  if (body !== null) walk(body, 0);
  return { title: page.document.title.slice(0, 1_000), text: pieces.join(''), isCut };
}
