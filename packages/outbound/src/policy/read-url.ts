import { OutboundRefusedError } from '../errors.ts';
import { hostOf } from '../rules/domain-pattern.ts';

/** Longer ones are attacks or mistakes; servers stop at 8,000 or so. */
const MAX_URL_CHARACTERS = 16_000;

/**
 * Reads an address as browsers do, so that what is checked is what is called: escapes, full-width digits, octal and hex
 * numbers are plain in the result. Throws `OutboundRefusedError` for what is no web address, or is written to be misread.
 */
export function readUrl(given: string | URL): URL {
  const text = typeof given === 'string' ? given.trim() : given.href;
  if (text.length > MAX_URL_CHARACTERS) {
    throw refused('url', `The address is too long: ${text.length} characters, of at most ${MAX_URL_CHARACTERS}.`);
  }
  if (hasMisleadingCharacters(text)) {
    throw refused('url', 'The address has line breaks, control characters or backslashes in it.');
  }
  const url = URL.parse(text);
  if (url === null) throw refused('url', `${JSON.stringify(shorten(text))} is no web address.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused('scheme', `${shorten(url.protocol)} addresses are refused: only http: and https: are fetched.`);
  }
  const host = hostOf(url);
  const labels = host.split('.');
  if (host.length > 253 || labels.some((label) => label === '' || label.length > 63)) {
    throw refused('url', `${JSON.stringify(shorten(host))} is no name that a site can have.`);
  }
  return url;
}

/** URL parsers drop line breaks, and take backslashes for slashes: who reads the text sees another host than who calls it. */
function hasMisleadingCharacters(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[\0-\x1f\x7f]/.test(text) || /^[^?#]*\\/.test(text);
}

/** Without what may be a password. */
function shorten(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, '//').slice(0, 100);
}

function refused(rule: 'url' | 'scheme', message: string): OutboundRefusedError {
  return new OutboundRefusedError(rule, '', message);
}
