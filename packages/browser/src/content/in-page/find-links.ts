import type { PageElement, PageGlobal } from './dom.ts';

export interface FoundLink {
  readonly url: string;
  readonly text: string;
}

/** Links that are displayed, in the order of the page; runs in the page. At most 5,000. */
export function findLinks(): { readonly base: string; readonly found: readonly FoundLink[] } {
  const { document } = globalThis as unknown as PageGlobal;
  const links: PageElement[] = [];
  const collect = (root: { querySelectorAll(selector: string): Iterable<PageElement> }) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.localName === 'a' && element.hasAttribute('href')) links.push(element);
      if (element.shadowRoot !== null) collect(element.shadowRoot);
      if (links.length >= 5_000) return;
    }
  };
  collect(document);
  const found = links
    .filter((link) => link.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map((link) => ({
      url: link.getAttribute('href') ?? '',
      text: (link.innerText ?? '').trim() || (link.getAttribute('aria-label') ?? ''),
    }));
  return { base: document.baseURI, found };
}
