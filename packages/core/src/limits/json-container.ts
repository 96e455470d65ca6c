import { byteNote } from './byte-notes.ts';
import { type JsonKey, jsonKey } from './json-key.ts';
import { LIMITS } from './limits.ts';
import { describedSecrecyOf, type Secrecy, secrecyOf, withheld } from './secret-keys.ts';

/** What JSON has no container for. */
export type Leaf = string | number | bigint | boolean | symbol | null | undefined;

export interface Entry {
  /** `null` in a list. */
  readonly key: JsonKey | null;
  readonly value: unknown;
  /** Whether every string in the value is a secret. */
  readonly hideStrings: boolean;
}

/** Any object as JSON sees it: a list or a record, of which at most `LIMITS.children` entries were looked at. */
export interface Container {
  readonly isList: boolean;
  readonly entries: readonly Entry[];
  /** How many further entries there are. */
  readonly more: number;
}

const UNREADABLE = '[unreadable]';

/** Keys that describe what the text under `value` or `text` is: headers, cookies, form fields, typing in a browser. */
const DESCRIBING_KEYS = [
  'name',
  'key',
  'header',
  'field',
  'label',
  'id',
  'selector',
  'element',
  'placeholder',
  'locator',
];

/** Strings in a list behind which a secret follows: a command's flag, a header in a flat list of headers. */
const ANNOUNCING = /^(?:-{1,2}[a-z][\w-]*|(?:proxy-)?authorization|set-cookie2?|x-[\w-]+)$/i;
/** The first of two strings if it is a key: `['cookie', '…']`. */
const PAIR_KEY = /^[\w.:$@/-]{1,80}(?: [\w.:$-]{1,40})?$/;

/**
 * The entries of an object, or what stands for it if it is a single thing (a date, bytes, an empty class instance).
 * May throw what the object's own code throws. Listing the keys of an object takes as long as it has keys; there is no
 * other way in JavaScript to see the first of them.
 */
export function openContainer(value: object, redact: boolean): Container | Leaf {
  if (Array.isArray(value)) return openList(value, value.length, redact);
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  return isPlain && !hasToJson(value) ? openRecord(value, Object.keys(value), redact) : openSpecial(value, redact);
}

function openSpecial(value: object, redact: boolean): Container | Leaf {
  if (typeof value === 'function') return functionNote(value);
  if (ArrayBuffer.isView(value)) return byteNote(value.byteLength);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  switch (tag) {
    case 'ArrayBuffer':
    case 'SharedArrayBuffer':
      return byteNote((value as ArrayBuffer).byteLength);
    case 'Blob':
    case 'File':
      return byteNote((value as Blob).size, (value as Blob).type);
    case 'Date':
      return Number.isNaN(Date.prototype.getTime.call(value)) ? 'Invalid Date' : Date.prototype.toISOString.call(value);
    case 'RegExp':
      return RegExp.prototype.toString.call(value);
    case 'String':
    case 'Number':
    case 'Boolean':
    case 'BigInt':
    case 'Symbol':
      return asLeaf(value.valueOf());
    case 'Map':
    case 'Set':
      return openIterable(value as Map<unknown, unknown> | Set<unknown>, (value as Set<unknown>).size, redact);
    case 'Headers':
    case 'FormData':
      return openIterable(value as Iterable<unknown>, undefined, redact);
    case 'URLSearchParams':
      return `?${String(value)}`;
  }
  if (tag === 'Error' || tag === 'DOMException' || value instanceof Error) {
    return openRecord(value, ['name', 'message', 'code', 'cause', 'errors'], redact);
  }
  return hasToJson(value) ? openJson(value.toJSON(''), redact) : openInstance(value, tag, redact);
}

function hasToJson(value: object): value is { toJSON(key: string): unknown } {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}

/** What `toJSON` gave. As in `JSON.stringify`, its own `toJSON` is not asked. */
function openJson(value: unknown, redact: boolean): Container | Leaf {
  if (typeof value === 'function') return functionNote(value);
  if (typeof value !== 'object' || value === null) return asLeaf(value);
  return Array.isArray(value) ? openList(value, value.length, redact) : openRecord(value, Object.keys(value), redact);
}

/** A primitive as it is. A `valueOf` of its own may give an object, which must not pass for a container. */
function asLeaf(value: unknown): Leaf {
  return (typeof value === 'object' && value !== null) || typeof value === 'function' ? UNREADABLE : (value as Leaf);
}

function functionNote(value: { readonly name: unknown }): string {
  const { name } = value;
  return typeof name === 'string' && name !== '' ? `[function ${name.slice(0, LIMITS.keyCharacters)}]` : '[function]';
}

function openInstance(value: object, tag: string, redact: boolean): Container | Leaf {
  const keys = Object.keys(value);
  if (keys.length > 0) return openRecord(value, keys, redact);
  const name: unknown = value.constructor?.name;
  return `[${(typeof name === 'string' && name !== '' ? name : tag).slice(0, LIMITS.keyCharacters)}]`;
}

function openIterable(value: Iterable<unknown>, size: number | undefined, redact: boolean): Container {
  const items: unknown[] = [];
  let seen = 0;
  for (const item of value) {
    seen += 1;
    if (seen <= LIMITS.children) items.push(item);
    else if (size !== undefined || seen >= LIMITS.children * 10) break;
  }
  return openList(items, size ?? seen, redact);
}

function openList(items: ArrayLike<unknown>, length: unknown, redact: boolean): Container {
  const count = typeof length === 'number' && length > 0 ? Math.floor(length) : 0;
  const shown = Math.min(count, LIMITS.children);
  const entries: Entry[] = [];
  let secrecy: Secrecy = 'public';
  for (let index = 0; index < shown; index += 1) {
    const value = read(items, index);
    entries.push({ key: null, value: withheld(value, secrecy), hideStrings: secrecy === 'strings' });
    const announces =
      redact && typeof value === 'string' && (count === 2 && index === 0 ? PAIR_KEY : ANNOUNCING).test(value);
    secrecy = announces ? secrecyOf(value) : 'public';
  }
  return { isList: true, entries, more: count - shown };
}

function openRecord(record: object, keys: readonly string[], redact: boolean): Container | string {
  const bytes = serializedBuffer(record, keys);
  if (bytes !== undefined) return byteNote(bytes);
  const shown = Math.min(keys.length, LIMITS.children);
  const entries: Entry[] = [];
  for (let index = 0; index < shown; index += 1) {
    const name = keys[index] as string;
    const value = read(record, name);
    if (value === undefined) continue;
    const key = jsonKey(name, redact);
    let { secrecy } = key;
    if (redact && secrecy === 'public' && (name === 'value' || name === 'text')) secrecy = describedSecrecy(record);
    entries.push({ key, value: withheld(value, secrecy), hideStrings: secrecy === 'strings' });
  }
  return { isList: false, entries, more: keys.length - shown };
}

/** The size of a Node `Buffer` that went through JSON: `{ type: 'Buffer', data: [137, 80, …] }`. */
function serializedBuffer(record: object, keys: readonly string[]): number | undefined {
  if (keys.length !== 2 || keys[0] !== 'type' || keys[1] !== 'data' || read(record, 'type') !== 'Buffer')
    return undefined;
  const data = read(record, 'data');
  return Array.isArray(data) ? data.length : undefined;
}

function describedSecrecy(record: object): Secrecy {
  const isCookie = read(record, 'httpOnly') !== undefined;
  if (isCookie || read(record, 'type') === 'password') return 'all';
  let strongest: Secrecy = 'public';
  for (const key of DESCRIBING_KEYS) {
    const description = read(record, key);
    const secrecy = typeof description === 'string' ? describedSecrecyOf(description) : 'public';
    if (secrecy === 'all') return secrecy;
    if (secrecy === 'strings') strongest = secrecy;
  }
  return strongest;
}

/** One property; a getter that throws loses itself, not its object. */
function read(from: object, key: string | number): unknown {
  try {
    return (from as Record<string | number, unknown>)[key];
  } catch {
    return UNREADABLE;
  }
}
