import { describedSecrecyOf, mayNameSecret, querySecrecyOf, REDACTED, type Secrecy, secrecyOf } from './secret-keys.ts';

/**
 * A key and what separates it from its value: `key=`, `key: `, `"key": `, `\"key\": `, `key => `, `user[key]=`,
 * `key%3D` (a URL inside of a URL); or a command's flag with a blank, `--key value`. A key begins where its run of
 * characters begins, so that a long run is tried once and not from each of its characters.
 */
const KEY =
  /(?<![\w.$-])(?:(-{1,2}[A-Za-z][\w-]*)[ \t]+(?=[^\s=:-])|([\w.$-]+(?: (?:key|id))?)(?:\\*["'`])?\]?[ \t]*(?:={1,3}>?|:=?|%3[AD])[ \t]*)/gi;

/** A quoted value, up to the same quote behind as many backslashes, or to the end of a text that was cut. */
const QUOTED = /\s*(?<quote>\\*["'`])(?<content>[\s\S]*?)(?<end>(?<!\\)\k<quote>|$)/y;

/**
 * A bare value. `&`, `,`, `;` and brackets end it where another pair, a blank or the end follows; elsewhere they may be
 * part of a password.
 */
const BARE =
  /(?:(?:Bearer|Basic|Digest|Token|Negotiate|ApiKey)[ \t]+)?(?:\[redacted\]|[^\s"'`<>&,;)\]}]|[&,;)\]}](?![\s&,;)\]}"'`]|$|[\w.%[\]-]+["'`]?\s*[:=]))+/iy;

/** Headers whose value has blanks and `;` in it, so that it ends with the line, or with the quote around the header. */
const HEADER = /^(?:proxy-)?authorization$|^(?:set-)?cookie2?$/i;
const HEADER_VALUE: Readonly<Record<string, RegExp>> = { '"': /[^\r\n"]+/y, "'": /[^\r\n']+/y };
const REST_OF_LINE = /[^\r\n]+/y;

/** What messages say about a secret: `token: expired`, `password: must have a digit`; or that it was cut off. */
const REMARK =
  /^(?:true|false|null|undefined|none|nil|missing|required|invalid|expired|empty|must|should|cannot|is|was|not|too|please|…)[.!]?$/i;

const COUNT = /^[\d.,_]+[kKmM]?$/;

/** Keys that name what a `value` next to them is: `{"name":"password","value":"x"}`, `<input name="password" value="x">`. */
const NAMING_KEY = /^(?:name|key|type|header|field|id)$/i;

/** How far brackets are searched for strings: each key in a text may be followed by one, so the way must be short. */
const LOOK_AHEAD_CHARACTERS = 256;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The text with the value of each pair replaced whose key looks secret. */
export function redactPairs(text: string): string {
  if (!mayNameSecret(text)) return text;
  let redacted = '';
  let done = 0;
  let named: { readonly secrecy: Secrecy; readonly end: number } | undefined;
  KEY.lastIndex = 0;
  for (let match = KEY.exec(text); match !== null; match = KEY.exec(text)) {
    const start = KEY.lastIndex;
    let secrecy = pairSecrecy(text, match);
    const key = keyOf(match);
    if (NAMING_KEY.test(key)) {
      named = secretNameAt(text, start) ?? named;
    } else if (named !== undefined && /^value$/i.test(key)) {
      const isApart = /[>}]/.test(text.slice(named.end, match.index));
      if (!isApart) secrecy = named.secrecy;
      named = undefined;
    }
    const value = secrecy === 'public' ? undefined : secretValue(text, match, secrecy);
    if (value === undefined) continue;
    redacted += text.slice(done, value.start) + REDACTED;
    done = value.end;
    KEY.lastIndex = value.end;
  }
  return redacted + text.slice(done);
}

function keyOf(match: RegExpExecArray): string {
  return match[1] ?? match[2] ?? '';
}

function pairSecrecy(text: string, match: RegExpExecArray): Secrecy {
  const before = text.charAt(match.index - 1);
  // `%26sig%3D…`: the key's first two characters are those of the encoded `&`.
  if (before === '%') return querySecrecyOf(keyOf(match).slice(2));
  return /[?&#;]/.test(before) ? querySecrecyOf(keyOf(match)) : secrecyOf(keyOf(match));
}

function secretNameAt(text: string, start: number): { readonly secrecy: Secrecy; readonly end: number } | undefined {
  const name = matchAt(QUOTED, text, start)?.groups?.content;
  const secrecy = name === undefined ? 'public' : describedSecrecyOf(name);
  return secrecy === 'public' ? undefined : { secrecy, end: QUOTED.lastIndex };
}

/** Where the secret value is that begins behind the key; nothing if it is empty, a count or a remark. */
function secretValue(text: string, match: RegExpExecArray, secrecy: Secrecy): Range | undefined {
  const start = match.index + match[0].length;
  const quoted = matchAt(QUOTED, text, start);
  if (quoted !== null) {
    const { content = '', end = '' } = quoted.groups ?? {};
    if (content === '' || (secrecy === 'strings' && COUNT.test(content))) return undefined;
    const contentEnd = QUOTED.lastIndex - end.length;
    return { start: contentEnd - content.length, end: contentEnd };
  }
  if (/[[{]/.test(text.charAt(start))) return bracketed(text, start, secrecy);
  if (HEADER.test(keyOf(match)) && match[0].includes(':')) {
    const value = matchAt(HEADER_VALUE[text.charAt(match.index - 1)] ?? REST_OF_LINE, text, start);
    return value === null ? undefined : { start, end: start + value[0].length };
  }
  const bare = matchAt(BARE, text, start)?.[0];
  if (bare === undefined || REMARK.test(bare) || (secrecy === 'strings' && !looksRandom(bare))) return undefined;
  return { start, end: start + bare.length };
}

/** From an opening bracket to its closing one, or to the end of a text that was cut. */
function bracketed(text: string, start: number, secrecy: Secrecy): Range | undefined {
  if (secrecy === 'strings' && !holdsStrings(text.slice(start, start + LOOK_AHEAD_CHARACTERS))) return undefined;
  let depth = 0;
  let end = start;
  do {
    const character = text.charAt(end);
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    end += 1;
  } while (depth > 0 && end < text.length);
  return { start, end };
}

/** Whether there are quotes in the first brackets of the text but those of keys. */
function holdsStrings(text: string): boolean {
  const inside = text.replace(/\\*["'][\w ./-]*\\*["']\s*:/g, '');
  const end = inside.search(/[\]}]/);
  return /["']/.test(end === -1 ? inside : inside.slice(0, end));
}

/** Tells `tokens: 5b4f0a91` from the prose in `tokens: about 500`. */
function looksRandom(value: string): boolean {
  return !COUNT.test(value) && (value.length >= 16 || (/\d/.test(value) && /[a-z]/i.test(value)));
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}
