import { forMatching, withoutUnseen } from './normalize.ts';
import { looksInjected } from './redact-injections.ts';

const LEFT_OUT = '[left out]';

/** Words of a page in a sentence of ours: on one line, cut to a length, and left out if they read like instructions. */
export function quotePage(text: string, maxCharacters = 120): string {
  const line = withoutUnseen(text).replaceAll(/\s+/g, ' ').trim();
  // Also what would be cut off counts: a reader may guess the rest.
  if (looksInjected(line.slice(0, 2_000))) return LEFT_OUT;
  return line.length <= maxCharacters ? line : `${line.slice(0, maxCharacters - 1)}…`;
}

/** An address as it can be told. Its words may be a page's own as well. */
export function quoteUrl(url: string, maxCharacters = 500): string {
  const words = forMatching(safeDecode(url)).replaceAll(/[+_/?&=.-]+/g, ' ');
  if (!looksInjected(words)) return quotePage(url, maxCharacters);
  return URL.canParse(url) ? `${new URL(url).origin}/${LEFT_OUT}` : LEFT_OUT;
}

function safeDecode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
