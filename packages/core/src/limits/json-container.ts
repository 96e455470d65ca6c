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

/** Any object as JSON sees it: a list or a record, whose entries are read one by one as they are asked for. */
export interface Container {
  readonly isList: boolean;
  /** How many entries there are. */
  readonly length: number;
  /** How many of them have been read. */
  readonly position: number;
  /** The next entry; nothing after the last one or after `LIMITS.children`. */
  next(): Entry | undefined;
}

export const UNREADABLE = '[unreadable]';

/** Strings in a list behind which a secret follows: a command's flag, a header in a flat list of headers. */
const ANNOUNCING = /^(?:-{1,2}[a-z][\w-]*|(?:proxy-)?authorization|set-cookie2?|x-[\w-]+)$/i;
/** The first of two strings if it is a key: `['cookie', '…']`. */
const PAIR_KEY = /^[\w.:$@/-]{1,80}(?: [\w.:$-]{1,40})?$/;

/** An array, or what is read like one. */
export class List implements Container {
  readonly isList = true;
  readonly length: number;
  position = 0;
  readonly #items: ArrayLike<unknown>;
  readonly #redact: boolean;
  /** What the entry before the next one says about it. */
  #secrecy: Secrecy = 'public';

  /** `length` may be anything, as a proxy of an array may say anything. */
  constructor(items: ArrayLike<unknown>, length: unknown, redact: boolean) {
    this.#items = items;
    this.length = typeof length === 'number' && length > 0 ? Math.floor(length) : 0;
    this.#redact = redact;
  }

  next(): Entry | undefined {
    if (this.position >= this.length || this.position >= LIMITS.children) return undefined;
    const secrecy = this.#secrecy;
    const value = read(this.#items, this.position);
    if (this.#redact) this.#secrecy = typeof value === 'string' ? this.#announced(value) : 'public';
    this.position += 1;
    return { key: null, value: withheld(value, secrecy), hideStrings: secrecy === 'strings' };
  }

  #announced(value: string): Secrecy {
    const isPair = this.length === 2 && this.position === 0;
    return (isPair ? PAIR_KEY : ANNOUNCING).test(value) ? secrecyOf(value) : 'public';
  }
}

/** Keys that describe what the text under `value` or `text` is: headers, cookies, form fields, typing in a browser. */
const DESCRIBING_KEYS = 'name key header field label id selector element placeholder locator'.split(' ');

/** An object's properties under some keys; those that are `undefined` are left out. */
export class Members implements Container {
  readonly isList = false;
  readonly length: number;
  position = 0;
  readonly #object: object;
  readonly #keys: readonly string[];
  readonly #redact: boolean;

  constructor(object: object, keys: readonly string[], redact: boolean) {
    this.#object = object;
    this.#keys = keys;
    this.length = keys.length;
    this.#redact = redact;
  }

  next(): Entry | undefined {
    const end = Math.min(this.length, LIMITS.children);
    while (this.position < end) {
      const name = this.#keys[this.position] as string;
      this.position += 1;
      const value = read(this.#object, name);
      if (value !== undefined) return this.#entry(name, value);
    }
    return undefined;
  }

  #entry(name: string, value: unknown): Entry {
    const key = jsonKey(name, this.#redact);
    let { secrecy } = key;
    if (this.#redact && secrecy === 'public' && (name === 'value' || name === 'text')) {
      secrecy = describedSecrecy(this.#object);
    }
    return { key, value: withheld(value, secrecy), hideStrings: secrecy === 'strings' };
  }
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
export function read(from: object, key: string | number): unknown {
  try {
    return (from as Record<string | number, unknown>)[key];
  } catch {
    return UNREADABLE;
  }
}
