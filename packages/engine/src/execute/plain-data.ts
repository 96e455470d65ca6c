import { ResultNotSerializableError, ResultTooLargeError } from '../errors/step-errors.ts';
import { placeOf, quote } from '../place.ts';

/**
 * What may be kept. `json`: JSON values, as `jsonb` gives an item's result back; a member that is `undefined` is dropped, and
 * -0 becomes 0. `rich`: also dates, maps, sets, bigints, bytes, `undefined` and every number, which DBOS brings back from a
 * step as they were.
 */
export type DataKind = 'json' | 'rich';

/**
 * Throws `ResultNotSerializableError` if `value` would not come back as it is, naming the first place, and
 * `ResultTooLargeError`. `whose` names it in the message: `step download`.
 */
export function checkPlainData(whose: string, value: unknown, kind: DataKind, maxBytes: number): void {
  const rough = measure(value, { kind, maxBytes, parents: [], exact: false });
  if (typeof rough === 'number' && rough <= maxBytes) return;
  const measured = measure(value, { kind, maxBytes, parents: [], exact: true });
  if (typeof measured !== 'number') {
    throw new ResultNotSerializableError(whose, `result${measured.path}`, measured.problem);
  }
  if (measured > maxBytes) throw new ResultTooLargeError(whose, measured, maxBytes);
}

/** Why something cannot be kept. The path is that from the value looked at: `.items[3]`. */
interface Fault {
  readonly path: string;
  readonly problem: string;
}

/** The bytes that a value takes as JSON, without what DBOS notes of its types; or its fault. */
type Measured = number | Fault;

interface Walk {
  readonly kind: DataKind;
  readonly maxBytes: number;
  /** What the value is in, outermost first. */
  readonly parents: object[];
  /** If not, texts and numbers count as the most that they can take, which is quick to say and nearly always enough. */
  readonly exact: boolean;
}

const MAX_DEPTH = 100;

/** `-1.2345678901234567e-308` */
const MOST_DIGITS = 24;
/** `\u0000` */
const MOST_BYTES_PER_CHARACTER = 6;

/** Beyond so many times the limit nobody needs to know by how much. A small object that holds itself twice, 50 deep, is endless. */
const ENOUGH = 4;

function measure(value: unknown, walk: Walk): Measured {
  switch (typeof value) {
    case 'string':
      return measureText(value, walk);
    case 'boolean':
      return value ? 4 : 5;
    case 'number':
      if (walk.kind === 'json' && !Number.isFinite(value)) return fault(`${value}, which JSON cannot hold`);
      return walk.exact ? String(value).length : MOST_DIGITS;
    case 'undefined':
      return 4;
    case 'bigint':
      return walk.kind === 'json' ? fault('a bigint') : String(value).length + 2;
    case 'object':
      return value === null ? 4 : measureObject(value, walk);
    default:
      return fault(`a ${typeof value}`);
  }
}

/** Only `jsonb` has texts that it refuses: DBOS keeps text, where such characters are escapes. */
function measureText(text: string, { kind, maxBytes, exact }: Walk): Measured {
  if (kind === 'json' && text.includes('\0')) return fault('a text with a NUL character, which Postgres cannot store');
  if (kind === 'json' && !text.isWellFormed())
    return fault('a text with half of a surrogate pair, which Postgres cannot store');
  if (!exact) return MOST_BYTES_PER_CHARACTER * text.length + 2;
  // A text as long as memory may be too long for one with quotes.
  return text.length > maxBytes ? Buffer.byteLength(text) : Buffer.byteLength(JSON.stringify(text));
}

function measureObject(value: object, walk: Walk): Measured {
  const { parents } = walk;
  if (parents.includes(value)) return fault('a circle: it holds itself');
  if (parents.length === MAX_DEPTH) return fault(`nested more than ${MAX_DEPTH} deep`);
  const symbol = Object.getOwnPropertySymbols(value)[0];
  if (symbol !== undefined) return within(`[${String(symbol)}]`, fault('a member that is named by a symbol'));
  parents.push(value);
  const measured = measureKind(value, walk);
  parents.pop();
  return measured;
}

function measureKind(value: object, walk: Walk): Measured {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return measureMembers(value, walk);
  if (prototype === Array.prototype) return measureList(value as unknown[], walk);
  return (walk.kind === 'rich' ? measureRich(value, prototype, walk) : null) ?? fault(describeInstance(value));
}

function measureList(list: readonly unknown[], walk: Walk): Measured {
  let bytes = 1;
  for (let index = 0; index < list.length && !isEnough(bytes, walk); index += 1) {
    const member = list[index];
    const measured = member === undefined ? measureNothing(list, index, walk) : measure(member, walk);
    if (typeof measured !== 'number') return within(placeOf(index), measured);
    bytes += measured + 1;
  }
  if (isEnough(bytes, walk)) return bytes;
  // The matches of a regular expression have such: `index`, `groups`.
  const extra = Object.keys(list)[list.length];
  if (extra !== undefined) return within(placeOf(extra), fault('a named member of a list, which is dropped'));
  return Math.max(2, bytes);
}

function measureNothing(list: readonly unknown[], index: number, { kind }: Walk): Measured {
  if (!(index in list)) return fault('a hole in a list, which becomes null');
  return kind === 'json' ? fault('undefined, which becomes null') : 4;
}

function measureMembers(value: object, walk: Walk): Measured {
  let bytes = 1;
  for (const [name, member] of Object.entries(value)) {
    const ofName = measureName(name, member, walk);
    if (typeof ofName !== 'number') return within(placeOf(name), ofName);
    const measured = measure(member, walk);
    if (typeof measured !== 'number') return within(placeOf(name), measured);
    if (member !== undefined || walk.kind === 'rich') bytes += ofName + measured + 2;
    if (isEnough(bytes, walk)) break;
  }
  return Math.max(2, bytes);
}

/**
 * DBOS's serializer notes the types that JSON lacks beside the JSON, by path, and gets lost on the way to some places: a
 * date there comes back as a text, or nothing comes back at all.
 */
function measureName(name: string, member: unknown, walk: Walk): Measured {
  const measured = measureText(name, walk);
  if (typeof measured !== 'number') return fault(`named by ${measured.problem}`);
  if (walk.kind === 'json') return measured;
  if (name === '__proto__') return fault('a member of that name, which does not come back (a Map keeps it)');
  if (name.includes('.') && needsNote(member)) {
    return fault(`${describe(member)} under a name with a dot, which does not come back as it is (in a Map it does)`);
  }
  const strays = name === 'constructor' || name === 'prototype' || name.endsWith('\\');
  if (strays && (needsNote(member) || (typeof member === 'object' && member !== null))) {
    return fault(`${describe(member)} under that name, which may not come back as it is (in a Map it does)`);
  }
  return measured;
}

/** Whether JSON has no such thing. */
function needsNote(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value) || Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return value === undefined || typeof value === 'bigint';
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== Object.prototype && prototype !== null && !Array.isArray(value);
}

/** `null`: DBOS does not bring such a thing back. */
function measureRich(value: object, prototype: unknown, walk: Walk): Measured | null {
  switch (prototype) {
    case Date.prototype:
      return Number.isNaN((value as Date).valueOf()) ? fault('an invalid date') : 26;
    case Buffer.prototype:
    case Uint8Array.prototype:
      // A list of numbers of up to three digits.
      return (value as Uint8Array).length * 4 + 2;
    case Map.prototype:
      return measureMap(value as Map<unknown, unknown>, walk);
    case Set.prototype:
      return measureSet(value as Set<unknown>, walk);
    default:
      return null;
  }
}

function measureMap(map: ReadonlyMap<unknown, unknown>, walk: Walk): Measured {
  let bytes = 1;
  for (const [key, member] of map) {
    const ofKey = measureUnique(key, walk);
    if (typeof ofKey !== 'number') return within('.keys()', ofKey);
    const measured = measure(member, walk);
    if (typeof measured !== 'number') return within(`.get(${describe(key)})`, measured);
    bytes += ofKey + measured + 4;
    if (isEnough(bytes, walk)) break;
  }
  return Math.max(2, bytes);
}

function measureSet(set: ReadonlySet<unknown>, walk: Walk): Measured {
  let bytes = 1;
  for (const member of set) {
    const measured = measureUnique(member, walk);
    if (typeof measured !== 'number') return within('.values()', measured);
    bytes += measured + 1;
    if (isEnough(bytes, walk)) break;
  }
  return Math.max(2, bytes);
}

/** An object is found in a set, or as a key, by being that very one, and the one that comes back is another. */
function measureUnique(key: unknown, walk: Walk): Measured {
  if (typeof key !== 'object' || key === null) return measure(key, walk);
  return fault(`${describe(key)}, where only texts, numbers and the like are found again`);
}

function isEnough(bytes: number, { maxBytes }: Walk): boolean {
  return bytes > ENOUGH * maxBytes;
}

function fault(problem: string): Fault {
  return { path: '', problem };
}

function within(place: string, { path, problem }: Fault): Fault {
  return { path: `${place}${path}`, problem };
}

function describe(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  return typeof value === 'object' && value !== null ? describeInstance(value) : String(value);
}

function describeInstance(value: object): string {
  if (Object.getPrototypeOf(value) === Object.prototype) return 'an object';
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'no plain object';
}
