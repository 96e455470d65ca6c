import type { Context } from 'hono';
import { type Host, parseHost } from './host.ts';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Whether a browser sent the request for a page of another site, other than by following a link. */
export function isForeign(c: Context, host: Host): boolean {
  const origin = c.req.header('origin');
  if (origin !== undefined && !isOriginOf(origin, host)) return true;
  const site = c.req.header('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return !(changesNothing(c) && c.req.header('sec-fetch-mode') === 'navigate');
}

/** Whether a browser says that a page of this server sent the request. Other clients say nothing. */
export function isFromOwnPage(c: Context, host: Host): boolean {
  const origin = c.req.header('origin');
  if (origin !== undefined) return isOriginOf(origin, host);
  return c.req.header('sec-fetch-site') === 'same-origin';
}

export function changesNothing({ req: { method } }: Context): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Of the schemes both are right: TLS may end at a proxy. */
function isOriginOf(origin: string, host: Host): boolean {
  const [, scheme = '', rest = ''] = /^(https?:)\/\/(.*)$/.exec(origin) ?? [];
  const theirs = parseHost(rest);
  const port = DEFAULT_PORTS[scheme];
  return theirs?.name === host.name && (theirs.port ?? port) === (host.port ?? port);
}
