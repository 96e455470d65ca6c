import { byteNote } from './byte-notes.ts';
import { type Container, type Leaf, List, Members, read, UNREADABLE } from './json-container.ts';
import { LIMITS } from './limits.ts';

/**
 * The entries of an object, or what stands for it if it is a single thing (a date, bytes, an empty class instance).
 * May throw what the object's own code throws. Listing the keys of an object takes as long as it has keys; there is no
 * other way in JavaScript to see the first of them.
 */
export function openContainer(value: object, redact: boolean): Container | Leaf {
  if (Array.isArray(value)) return new List(value, value.length, redact);
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  return isPlain && !hasToJson(value) ? openRecord(value, Object.keys(value), redact) : openSpecial(value, redact);
}

/** What is read of a `Blob`, a type that the language itself does not have. */
interface BlobLike {
  readonly size: number;
  readonly type: string;
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
      return byteNote((value as BlobLike).size, (value as BlobLike).type);
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
  return Array.isArray(value) ? new List(value, value.length, redact) : openRecord(value, Object.keys(value), redact);
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
  return new List(items, size ?? seen, redact);
}

function openRecord(record: object, keys: readonly string[], redact: boolean): Container | string {
  const bytes = serializedBuffer(record, keys);
  return bytes === undefined ? new Members(record, keys, redact) : byteNote(bytes);
}

/** The size of a Node `Buffer` that went through JSON: `{ type: 'Buffer', data: [137, 80, …] }`. */
function serializedBuffer(record: object, keys: readonly string[]): number | undefined {
  if (keys.length !== 2 || keys[0] !== 'type' || keys[1] !== 'data' || read(record, 'type') !== 'Buffer')
    return undefined;
  const data = read(record, 'data');
  return Array.isArray(data) ? data.length : undefined;
}
