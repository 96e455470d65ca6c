import { isIP } from 'node:net';

export interface Host {
  /** In lower case, without a dot at its end; an IPv6 address without brackets, in its short form. */
  readonly name: string;
  /** `null`: the default one of the scheme. */
  readonly port: number | null;
}

/** All that can stand in a host; a URL could also take user, path, query, and escapes. */
const HOST = /^[a-z\d._\-:[\]]+$/i;

/** Reads a `Host` header, or the like; `null` if it is none. */
export function parseHost(text: string): Host | null {
  if (!HOST.test(text)) return null;
  const url = URL.parse(`http://${text}`);
  if (url === null) return null;
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  // A URL leaves out the port that http has by default.
  const port = url.port === '' && text.endsWith(':80') ? 80 : Number(url.port) || null;
  return name === '' ? null : { name, port };
}

export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
