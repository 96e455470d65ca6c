import type { PageElement, PageGlobal } from './dom.ts';

export interface FoundMedia {
  /** As the page has it: may be relative. */
  readonly url: string;
  /** Where it was: `audio`, `source`, `a`, `meta og:audio`, `data-src`, `JSON-LD contentUrl`, `feed`. */
  readonly where: string;
  /** As the page says it, if it does. */
  readonly type: string;
  /** The text of a link. */
  readonly text: string;
}

/** Finds what may be audio or video in a document, whatever hides it; runs in the page. Whether it is one is not checked. */
export function findMedia(): { readonly base: string; readonly found: readonly FoundMedia[] } {
  const { document } = globalThis as unknown as PageGlobal;
  const most = 500;
  const media = /\.(?:mp3|m4a|m4b|aac|ogg|oga|opus|wav|flac|mp4|m4v|webm|mov|mkv|m3u8|mpd|weba)(?:$|[?#])/i;
  const found: FoundMedia[] = [];

  const add = (url: string | null | undefined, where: string, type: string | null = '', text = '') => {
    if (url && found.length < most) found.push({ url, where, type: type ?? '', text: text.trim().slice(0, 200) });
  };

  const all = (selector: string): PageElement[] => {
    const roots = [document as unknown as PageElement];
    const hits: PageElement[] = [];
    for (let root = roots.pop(); root !== undefined && hits.length < 20_000; root = roots.pop()) {
      hits.push(...root.querySelectorAll(selector));
      for (const host of root.querySelectorAll('*')) {
        if (host.shadowRoot !== null) roots.push(host.shadowRoot as unknown as PageElement);
      }
    }
    return hits;
  };

  for (const element of all('audio[src], video[src]')) add(element.getAttribute('src'), element.localName);
  for (const element of all('audio source, video source')) {
    add(element.getAttribute('src'), 'source', element.getAttribute('type'));
  }
  for (const element of all('a[href], area[href]')) {
    const href = element.getAttribute('href') ?? '';
    const type = element.getAttribute('type');
    const isMedia = media.test(href) || /^(?:audio|video)\//.test(type ?? '');
    if (isMedia || element.hasAttribute('download')) add(href, 'a', type, element.textContent ?? '');
  }
  for (const element of all('meta[content]')) {
    const name = element.getAttribute('property') ?? element.getAttribute('name') ?? '';
    if (/^(?:og:(?:audio|video)|twitter:player:stream)(?::(?:secure_)?url)?$/.test(name)) {
      add(element.getAttribute('content'), `meta ${name}`);
    }
  }
  for (const name of ['data-src', 'data-url', 'data-audio', 'data-file', 'data-mp3', 'data-stream']) {
    for (const element of all(`[${name}]`)) {
      const value = element.getAttribute(name) ?? '';
      if (media.test(value) || name === 'data-audio' || name === 'data-mp3') add(value, name);
    }
  }
  for (const element of all(
    'link[rel~="alternate"][type*="rss"], link[rel~="alternate"][type*="atom"], link[rel~="alternate"][type*="feed"]',
  )) {
    add(element.getAttribute('href'), 'feed', element.getAttribute('type'), element.getAttribute('title') ?? '');
  }

  const read = (value: unknown, depth: number) => {
    if (typeof value !== 'object' || value === null || depth > 12) return;
    const fields = value as Record<string, unknown>;
    const type = typeof fields.encodingFormat === 'string' ? fields.encodingFormat : '';
    if (typeof fields.contentUrl === 'string') add(fields.contentUrl, 'JSON-LD contentUrl', type);
    for (const inner of Object.values(fields)) read(inner, depth + 1);
  };
  for (const element of all('script[type="application/ld+json"]')) {
    try {
      read(JSON.parse(element.textContent ?? ''), 0);
    } catch {
      // A page's broken description of itself says nothing.
    }
  }
  return { base: document.baseURI, found };
}
