import { html, raw } from 'hono/html';

/** What lets the style elements of the page in; empty in the file. */
const NONCE = '<meta name="csp-nonce" content="">';
const END_OF_HEAD = '</head>';

export interface PageTemplate {
  /**
   * The page.
   * @param nonce for this answer only
   * @param preloads paths of scripts and styles that it loads at once
   */
  readonly render: (nonce: string, preloads: readonly string[]) => string;
}

/** Takes `index.html` apart; `null` if it has no place for a nonce in its head. */
export function pageTemplate(source: string): PageTemplate | null {
  const [beforeNonce, afterNonce, ...others] = source.split(NONCE);
  if (beforeNonce === undefined || afterNonce === undefined || others.length > 0) return null;
  const end = afterNonce.indexOf(END_OF_HEAD);
  if (end === -1) return null;
  const [restOfHead, rest] = [afterNonce.slice(0, end), afterNonce.slice(end)];
  return {
    render: (nonce, preloads) => {
      const links = preloads.map((path) =>
        path.endsWith('.css')
          ? html`<link rel="stylesheet" crossorigin href="${path}">`
          : html`<link rel="modulepreload" crossorigin href="${path}">`,
      );
      return `${html`${raw(beforeNonce)}<meta name="csp-nonce" content="${nonce}">${raw(restOfHead)}${links}${raw(rest)}`}`;
    },
  };
}
