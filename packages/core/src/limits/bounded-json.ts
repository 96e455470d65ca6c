import { encodedBytesNote } from './byte-notes.ts';
import { cutNote, formatCount, noteCut, splitText } from './cut-text.ts';
import type { Container, Entry, Leaf } from './json-container.ts';
import { type JsonValue, jsonPrefix, utf8Bytes } from './json-text.ts';
import { LIMITS } from './limits.ts';
import { openContainer } from './open-container.ts';
import { mayHoldSecret } from './redact.ts';
import { safeText } from './safe-text.ts';
import { REDACTED } from './secret-keys.ts';

export interface BoundedJsonOptions {
  /** The most bytes that the JSON text may have in UTF-8. Less than `LIMITS.minimumBytes` counts as that. */
  readonly maxBytes?: number;
  /** Whether secrets are replaced. Bytes and what Postgres refuses are replaced in any case. */
  readonly redact?: boolean;
}

/** What a note about further entries takes at most, with its comma: `,"…":"+4,294,967,295 keys"`. */
const NOTE_BYTES = 40;

/** How many large items of a list are shown at most, so that enough of each is. */
const LARGE_ITEMS = 8;

/** ASCII without anything that JSON escapes, nor the marks of most secrets; too short to be encoded bytes. */
const PLAIN = /^[ !#$&-9;<>?A-Z[\]-~]{0,390}$/;

/** One traversal. `left` is what remains of the bytes it may write, and negative once it has failed. */
interface Writer {
  left: number;
  hideStrings: boolean;
  readonly redact: boolean;
  /** The objects around the value that is being written, outermost first. */
  readonly ancestors: object[];
}

/**
 * Any value as the text of JSON that may leave the process: bounded, redacted, and accepted by Postgres. Never throws.
 *
 * What was cut is said where it was cut: a string ends with `… (+12,345 characters)`, an array with `"… (+950 items)"`, an
 * object with `"…": "+12 keys"`. Where not everything fits, small entries are kept whole and the large ones share the rest.
 * Work is bounded by `maxBytes`, not by the value, but for the listing of an object's keys. `undefined` is left out of
 * objects, as in JSON; NaN, the infinities and large bigints are strings; a Map is an array of pairs.
 *
 * The text holds nothing of the value, which may change afterwards.
 */
export function toBoundedJsonText(value: unknown, options: BoundedJsonOptions = {}): string {
  const { maxBytes = LIMITS.eventDataBytes, redact = true } = options;
  const writer: Writer = { left: 0, hideStrings: false, redact, ancestors: [] };
  return writeWithin(value, maxBytes >= LIMITS.minimumBytes ? maxBytes : LIMITS.minimumBytes, writer);
}

/** As `toBoundedJsonText`, as a value. */
export function toBoundedJson(value: unknown, options: BoundedJsonOptions = {}): JsonValue {
  return JSON.parse(toBoundedJsonText(value, options)) as JsonValue;
}

/** The value's JSON in at most `maxBytes`: whole if it fits, else shortened. */
function writeWithin(value: unknown, maxBytes: number, writer: Writer): string {
  writer.left = maxBytes;
  const whole = write(value, writer);
  return writer.left >= 0 ? whole : shorten(value, maxBytes, writer);
}

/** The value's JSON, taken from `left`. Once that is negative the text is of no use. */
function write(value: unknown, writer: Writer): string {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject ? withOpened(value, writer, writeOpened) : writeLeaf(value as Leaf, writer);
}

/**
 * What `use` makes of an object's entries, with the object on the list of ancestors meanwhile. Every error that an
 * object's own code throws (a proxy's traps, `toJSON`, an iterator) ends here.
 */
function withOpened(value: object, writer: Writer, use: (opened: Container | Leaf, writer: Writer) => string): string {
  const { ancestors, left, hideStrings } = writer;
  if (ancestors.includes(value)) return spend('"[circular]"', writer);
  if (ancestors.length >= LIMITS.depth) return spend('"[nested too deep]"', writer);
  ancestors.push(value);
  try {
    return use(openContainer(value, writer.redact), writer);
  } catch {
    writer.left = left;
    writer.hideStrings = hideStrings;
    return spend('"[unreadable]"', writer);
  } finally {
    ancestors.pop();
  }
}

function writeOpened(opened: Container | Leaf, writer: Writer): string {
  if (!isContainer(opened)) return writeLeaf(opened, writer);
  writer.left -= 2;
  let body = '';
  for (let entry = opened.next(); entry !== undefined; entry = opened.next()) {
    if (body !== '') body += spend(',', writer);
    body += writeKey(entry, writer) + writeEntry(entry, writer, write);
    if (writer.left < 0) return '';
  }
  return enclose(opened, body, opened.length - opened.position, writer);
}

function writeLeaf(leaf: Leaf, writer: Writer): string {
  switch (typeof leaf) {
    case 'string':
      return writeString(leaf, writer);
    case 'number':
      return Number.isFinite(leaf) ? spend(String(leaf), writer) : writeString(String(leaf), writer);
    case 'boolean':
      return spend(String(leaf), writer);
    case 'bigint':
      return writeBigint(leaf, writer);
    case 'symbol':
      return writeString('[symbol]', writer);
    default:
      return spend('null', writer);
  }
}

/** A number where JavaScript can read it back as one, else its digits. */
function writeBigint(value: bigint, writer: Writer): string {
  if (BigInt.asIntN(53, value) === value) return spend(String(value), writer);
  // Writing out the digits takes more time than there are digits.
  return writeString(BigInt.asIntN(128, value) === value ? String(value) : '[bigint beyond 128 bits]', writer);
}

function writeString(text: string, writer: Writer): string {
  if (writer.hideStrings) return spend(`"${REDACTED}"`, writer);
  if (PLAIN.test(text) && !mayHoldSecret(text)) return spend(`"${text}"`, writer);
  const maxCharacters = LIMITS.textCharacters;
  if (Math.min(text.length, maxCharacters) > writer.left && encodedBytesNote(text) === undefined) {
    writer.left = -1;
    return '';
  }
  const safe = safeText(text, { maxCharacters, redact: writer.redact });
  const json = JSON.stringify(noteCut(safe, maxCharacters));
  writer.left -= utf8Bytes(json);
  return json;
}

/** The JSON, in at most `maxBytes`, of a value that is known to need more. Only strings and objects ever do. */
function shorten(value: unknown, maxBytes: number, writer: Writer): string {
  writer.left = maxBytes;
  if (typeof value === 'string') return shortenString(value, maxBytes, writer);
  return withOpened(value as object, writer, (opened) => {
    if (isContainer(opened)) return shortenContainer(opened, maxBytes, writer);
    return typeof opened === 'string' ? shortenString(opened, maxBytes, writer) : writeLeaf(opened, writer);
  });
}

function shortenString(text: string, maxBytes: number, { redact }: Writer): string {
  const maxCharacters = Math.min(maxBytes, LIMITS.textCharacters);
  const safe = safeText(text, { maxCharacters, redact });
  if (safe.cutCharacters === 0 && jsonPrefix(safe.text, maxBytes - 2) === safe.text) return JSON.stringify(safe.text);
  const longestNote = cutNote(safe.cutCharacters + safe.text.length);
  const fitting = jsonPrefix(safe.text, maxBytes - 2 - utf8Bytes(longestNote));
  const kept = splitText(fitting, LIMITS.textCharacters - longestNote.length).text;
  return JSON.stringify(kept + cutNote(safe.cutCharacters + safe.text.length - kept.length));
}

/**
 * As many of the first entries as there is room for: small ones whole; large ones with a reserve for each, and then equal
 * parts of what is left over. In a record an entry is small up to an equal share, so that rather values are cut than keys
 * dropped; in a list up to half of what is left, as some whole items say more than many cut ones.
 */
function shortenContainer(container: Container, maxBytes: number, writer: Writer): string {
  const { isList, length } = container;
  let room = maxBytes - 2 - (length > 1 ? NOTE_BYTES : 0);
  const equalShare = Math.max(LIMITS.minimumBytes, Math.floor(room / Math.min(length, LIMITS.children)));
  const reserve = isList ? Math.max(LIMITS.minimumBytes, Math.floor(room / LARGE_ITEMS)) : LIMITS.minimumBytes;
  const parts: Part[] = [];
  const large: Part[] = [];
  let left = 0;
  for (let entry = container.next(); entry !== undefined; entry = container.next()) {
    const share = isList && length > 1 ? Math.floor(room / 2) : equalShare;
    const fixedBytes = 1 + (entry.key?.bytes ?? 0);
    const allowed = Math.min(share, room) - fixedBytes;
    writer.left = allowed;
    const part: Part = { entry, tooFewBytes: allowed, text: allowed < 0 ? '' : writeEntry(entry, writer, write) };
    if (writer.left >= 0) {
      room -= fixedBytes + allowed - writer.left;
    } else if (room >= fixedBytes + reserve) {
      room -= fixedBytes + reserve;
      large.push(part);
    } else {
      left = 1;
      break;
    }
    parts.push(part);
  }
  for (const [done, part] of large.entries()) {
    const allowed = reserve + Math.floor(room / (large.length - done));
    const writeValue = allowed > part.tooFewBytes ? writeWithin : shorten;
    part.text = writeEntry(part.entry, writer, (value) => writeValue(value, allowed, writer));
    room -= utf8Bytes(part.text) - reserve;
  }
  const body = parts.map(({ entry, text }) => (entry.key?.text ?? '') + text).join(',');
  return enclose(container, body, left + length - container.position, writer);
}

/** One entry of a container that is being shortened. */
interface Part {
  readonly entry: Entry;
  /** The bytes that were tried first, and are too few if the entry is large. */
  readonly tooFewBytes: number;
  text: string;
}

function isContainer(opened: Container | Leaf): opened is Container {
  return typeof opened === 'object' && opened !== null;
}

function writeKey({ key }: Entry, writer: Writer): string {
  if (key === null) return '';
  writer.left -= key.bytes;
  return key.text;
}

function writeEntry(entry: Entry, writer: Writer, writeValue: (value: unknown, writer: Writer) => string): string {
  if (!entry.hideStrings) return writeValue(entry.value, writer);
  const outer = writer.hideStrings;
  writer.hideStrings = true;
  const text = writeValue(entry.value, writer);
  writer.hideStrings = outer;
  return text;
}

/** The container's text, with a note of `more` entries at its end: `"… (+950 items)"` or `"…":"+12 keys"`. */
function enclose({ isList }: Container, body: string, more: number, writer: Writer): string {
  if (more === 0) return isList ? `[${body}]` : `{${body}}`;
  const count = `+${formatCount(more)} ${isList ? 'item' : 'key'}${more === 1 ? '' : 's'}`;
  const note = `${body === '' ? '' : ','}${isList ? `"… (${count})"` : `"…":"${count}"`}`;
  writer.left -= utf8Bytes(note);
  return isList ? `[${body}${note}]` : `{${body}${note}}`;
}

function spend(text: string, writer: Writer): string {
  writer.left -= text.length;
  return text;
}
