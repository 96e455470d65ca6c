import { formatCount } from './cut-text.ts';

/** How much of either end of a long text is looked at to tell base64 from prose. */
const SAMPLE_CHARACTERS = 256;

/** Shorter base64 may be an id or a hash, which say something; longer is a file. */
const BASE64_CHARACTERS = 400;

const DATA_URL_HEAD =
  'data:(?<type>[\\w.+-]+/[\\w.+-]+)?(?:;(?!base64,)[\\w.+-]+(?:=[\\w.+"-]+)?){0,5}(?<base64>;base64)?,';
const DATA_URL_START = new RegExp(`^\\s{0,9}${DATA_URL_HEAD}`, 'i');
const ENCODED_RUN = `(?<![\\w+/-])(?<run>[\\w+/-]{${BASE64_CHARACTERS},}={0,2})`;
const HALF_RUN = new RegExp(`[\\w+/-]{${BASE64_CHARACTERS / 2}}`, 'y');
const EMBEDDED = new RegExp(`${DATA_URL_HEAD}(?<payload>[^\\s"'\`\\\\()<>]*)|${ENCODED_RUN}`, 'gi');

const BASE64_BEGINNING = /^[\w+/-]{60,}[\w+/\r\n-]*$/;
const BASE64_END = /^[\w+/\r\n-]*={0,2}\s*$/;

/** What an event says in place of bytes: `[48,213 bytes]`, `[image/png, 48,213 bytes]`. */
export function byteNote(bytes: number | string, type = ''): string {
  const size = `${typeof bytes === 'number' ? formatCount(bytes) : bytes} byte${bytes === 1 ? '' : 's'}`;
  return type === '' ? `[${size}]` : `[${type.slice(0, 60)}, ${size}]`;
}

/**
 * The note for a text that is bytes as a whole, a `data:` URL or long base64; else nothing. Looks at both ends of the
 * text only, so that 50 MB cost no more than 1 KB.
 */
export function encodedBytesNote(text: string): string | undefined {
  if (text.length < BASE64_CHARACTERS) return undefined;
  const beginning = text.slice(0, SAMPLE_CHARACTERS);
  const url = DATA_URL_START.exec(beginning);
  const start = url?.[0].length ?? 0;
  if (url?.groups?.type !== undefined && url.groups.base64 === undefined) {
    return byteNote(text.length - start, url.groups.type);
  }
  const payload = beginning.slice(start);
  if (!BASE64_BEGINNING.test(payload) || !BASE64_END.test(text.slice(-SAMPLE_CHARACTERS))) return undefined;
  if (url === null && !looksEncoded(payload)) return undefined;
  return byteNote(base64Bytes(text, text.length - start), url === null ? 'base64' : url.groups?.type);
}

/**
 * The text with the `data:` URLs and the long base64 inside of it replaced by what they are. `isCut` says that the text
 * goes on behind what is given here: bytes that reach its end are then `1,500+ bytes`.
 */
export function replaceEncodedBytes(text: string, { isCut }: { readonly isCut: boolean }): string {
  if (!/data:/i.test(text) && !mayHoldRun(text)) return text;
  return text.replace(EMBEDDED, (match: string, ...rest: unknown[]) => {
    const { type, base64, payload, run } = rest.at(-1) as Partial<Record<string, string>>;
    const isBytes = run === undefined ? type !== undefined || base64 !== undefined : looksEncoded(run);
    if (!isBytes) return match;
    const encoded = run ?? payload ?? '';
    const bytes = run !== undefined || base64 !== undefined ? base64Bytes(encoded, encoded.length) : encoded.length;
    const reachesCut = isCut && rest.at(-3) === text.length - match.length;
    return byteNote(reachesCut ? `${formatCount(bytes)}+` : bytes, run === undefined ? type : 'base64');
  });
}

/** Whether there may be a run: it covers one of the stretches of half its length that the text divides into. */
function mayHoldRun(text: string): boolean {
  const half = BASE64_CHARACTERS / 2;
  for (let start = 0; start + half <= text.length; start += half) {
    HALF_RUN.lastIndex = start;
    if (HALF_RUN.test(text)) return true;
  }
  return false;
}

/** Encoded bytes have capitals, small letters and digits in any stretch this long; a long word does not. */
function looksEncoded(text: string): boolean {
  return /[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text);
}

/** The bytes that `characters` of base64 at the end of `text` stand for. */
function base64Bytes(text: string, characters: number): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor(((characters - padding) * 3) / 4));
}
