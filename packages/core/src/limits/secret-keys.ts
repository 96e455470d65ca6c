/**
 * What a key says about its value: `public`, nothing; `all`, that it is a secret whatever its type; `strings`, that the
 * strings in it are secrets at any depth, but numbers are counts or settings (`tokens: 812`, `auth: { port: 993 }`).
 */
export type Secrecy = 'public' | 'strings' | 'all';

export const REDACTED = '[redacted]';

/** Every name below contains one of these: the cheap test that almost every key fails. */
const HINT = /tok|sec|pass|pwd|auth|key|cook|cred|sess|bear|jwt|otp|[cx]srf/i;

const KEY_OWNERS =
  'api|access|private|secret|signing|encryption|master|account|shared|ssh|auth|service|subscription|webhook';

/** Names of secrets in a key's words, at the end of any word (`csrftoken`, `PGPASSWORD`), never at its beginning. */
const SECRET = new RegExp(
  `(?:(?<!\\bper )token|secrets?|pass ?words?|pass ?wd|pass ?phrases?|pass ?codes?|pwd|credentials?|cookies?|authori[sz]ation|bearer|jwt|otp|[cx]srf|(?:${KEY_OWNERS}) ?keys?|sess(?:ion)? ?ids?)(?=\\d*(?: |$))`,
);

const SECRET_STRINGS =
  /(?:tokens|(?:^| )auth|(?:^|(?:user|db|smtp|mail|login|ftp|http|proxy|redis|pg|mysql) )pass)(?=\d*(?: |$))/;

/** Last words that make a key speak about a secret instead of holding it: `tokenCount`, `password_field`, `cookieBanner`. */
const ABOUT =
  / (?:counts?|limits?|budget|usage|used|types?|kind|length|size|names?|fields?|selectors?|ur[il]s?|endpoints?|paths?|files?|polic(?:y|ies)|rules?|required|present|valid|enabled|expir\w+|at|in|ms|seconds?|minutes?|hours?|rate|cost|price|bucket|index|version|provider|manager|status|errors?|reset|banners?|consent|notice|settings|preferences|accept|reject|dialog)$/;

/** Names that hold a secret in a URL's query, where they are signatures and logins, but mean other things elsewhere. */
const QUERY_SECRET = /(?:^| )(?:sig|signature|hmac|auth|pw|pass|hdnts|hdnea)$/;

const QUERY_HINT = /sig|hmac|pw|hdn/i;

/** A key may be of any length; a name is told by its beginning and its end. */
const NAME_CHARACTERS = 100;

/** Whether any key in the text may be secret: the cheap test for a text as a whole. */
export function mayNameSecret(text: string): boolean {
  return HINT.test(text) || QUERY_HINT.test(text);
}

export function secrecyOf(key: string): Secrecy {
  if (!HINT.test(ends(key))) return 'public';
  const name = words(key);
  if (SECRET.test(name)) return ABOUT.test(name) ? 'public' : 'all';
  return SECRET_STRINGS.test(name) && !ABOUT.test(name) ? 'strings' : 'public';
}

/** As `secrecyOf`, for the name of a parameter in a URL's query. */
export function querySecrecyOf(key: string): Secrecy {
  return QUERY_SECRET.test(words(key)) ? 'all' : secrecyOf(key);
}

/**
 * What a description of a field says about the text that goes into it: `#password`, `Password field`. That it speaks
 * about a secret is enough here; numbers next to it stay, as in `{ name: 'token count', value: 12 }`.
 */
export function describedSecrecyOf(description: string): Secrecy {
  const secrecy = secrecyOf(description);
  return secrecy === 'public' && HINT.test(ends(description)) && SECRET.test(words(description)) ? 'strings' : secrecy;
}

/** The value, or what stands for it where its key says that it is secret. Whether it is set at all is no secret. */
export function withheld(value: unknown, secrecy: Secrecy): unknown {
  const isBare = value === null || value === undefined || typeof value === 'boolean';
  return secrecy === 'all' && !isBare ? REDACTED : value;
}

function ends(key: string): string {
  if (key.length <= NAME_CHARACTERS * 2) return key;
  return `${key.slice(0, NAME_CHARACTERS)} ${key.slice(-NAME_CHARACTERS)}`;
}

/** The key's words in lower case: `xApiKey`, `X-Api-Key` and `x_api_key` are all `x api key`. */
function words(key: string): string {
  return ends(key)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase();
}
