import type { IncomingMessage } from 'node:http';
import { OutboundRefusedError } from '../errors.ts';

/** A name or address with its port, and nothing else: a URL would also take user, path and query. */
const AUTHORITY = /^(?:\[[\da-f:.]+\]|[^\s/?#@\\:[\]]+):\d{1,5}$/i;

/** The address that a browser asks a proxy for: that of a tunnel, or of a page. Throws `OutboundRefusedError`. */
export function targetOfRequest({ method, url = '' }: IncomingMessage): string {
  if (method === 'CONNECT') {
    if (AUTHORITY.test(url)) return `https://${url}`;
    throw new OutboundRefusedError('url', '', 'A tunnel needs a host and a port, as in example.com:443.');
  }
  // In plain text it would go to a port that expects no such thing.
  if (/^https:/i.test(url)) throw new OutboundRefusedError('scheme', '', 'An https: address needs a tunnel.');
  return url;
}
