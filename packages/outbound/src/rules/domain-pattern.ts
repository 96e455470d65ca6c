import { isIP } from 'node:net';
import { OutboundRulesError } from '../errors.ts';

/**
 * A domain means itself and all that is below it: `example.com` takes `www.example.com` too. `*` stands for any letters
 * inside one part of a name: `gov.*` takes `www.gov.uk`, `*.example.com` only what is below. An address means itself.
 */
export interface DomainPattern {
  readonly text: string;
  readonly takes: (host: string) => boolean;
}

/** Longer lists are a mistake: each host is held against all of them. */
const MAX_PATTERNS = 100;

/** Throws `OutboundRulesError`, naming `key`. */
export function parsePatterns(key: string, texts: readonly string[]): readonly DomainPattern[] {
  if (texts.length > MAX_PATTERNS) {
    throw new OutboundRulesError(
      `"${key}" takes at most ${MAX_PATTERNS} domains, and has ${texts.length}.`,
      'A domain takes what is below it too: list the domains above.',
    );
  }
  return texts.map((text) => {
    const pattern = parsePattern(text);
    if (pattern !== undefined) return pattern;
    throw new OutboundRulesError(
      `"${key}" has ${JSON.stringify(text.slice(0, 100))}, which is no domain.`,
      'Write a domain as example.com or *.example.com: no https://, no path, no port.',
    );
  });
}

/** `undefined` if it is none. */
function parsePattern(text: string): DomainPattern | undefined {
  const name = canonicalName(text);
  if (name === undefined) return undefined;
  if (isIP(name) !== 0 || !name.includes('*')) {
    const below = isIP(name) === 0 ? `.${name}` : undefined;
    return { text: name, takes: (host) => host === name || (below !== undefined && host.endsWith(below)) };
  }
  const expression = new RegExp(`(?:^|\\.)${name.replaceAll('.', '\\.').replaceAll('*', '[^.]*')}$`);
  return { text: name, takes: (host) => expression.test(host) };
}

/** As a URL would have it: lower case, punycode, no dot at the end. */
function canonicalName(text: string): string | undefined {
  if (!/^[\p{L}\p{N}\p{M}._*:[\]-]+$/u.test(text)) return undefined;
  const literal = isIP(text) === 6 ? `[${text}]` : text;
  // A star may not stand in a host: a letter group that no name has holds its place.
  const parsed = URL.parse(`http://${literal.replaceAll('*', STAR)}`);
  if (parsed === null || parsed.port !== '' || literal.endsWith(':80')) return undefined;
  const name = hostOf(parsed).replaceAll(STAR, '*');
  return name === '' || name.split('.').includes('') ? undefined : name;
}

const STAR = '0star0';

/** The host of a URL without brackets and without a dot at its end. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}
