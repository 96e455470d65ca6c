import { ResultNotSerializableError, ResultTooLargeError } from '../errors/step-errors.ts';

/**
 * What may be kept. `json`: JSON values, as an item's result comes back. `rich`: also dates, maps, sets, bigints,
 * `undefined` and bytes, which DBOS brings back from a step as they were.
 */
export type DataKind = 'json' | 'rich';

/**
 * Throws `ResultNotSerializableError` if `value` would not come back as it is, naming the first place, and
 * `ResultTooLargeError`. `whose` names it in the message: `step download`.
 */
export function checkPlainData(whose: string, value: unknown, kind: DataKind, maxBytes: number): void {
  const found = findFault(value, 'result', kind, []);
  if (found !== null) throw new ResultNotSerializableError(whose, found.path, found.problem);
  if (kind === 'rich' && value !== null && typeof value === 'object') checkSize(whose, value, maxBytes);
  if (typeof value === 'string') checkSize(whose, value, maxBytes);
}

interface Fault {
  readonly path: string;
  readonly problem: string;
}

const MAX_DEPTH = 100;
const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

function findFault(value: unknown, path: string, kind: DataKind, parents: readonly object[]): Fault | null {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return null;
    case 'number':
      return kind === 'rich' || Number.isFinite(value) ? null : { path, problem: `${value}, which JSON cannot hold` };
    case 'undefined':
      // As a whole it means "nothing"; as a member JSON drops it, and it is gone as if it had never been there.
      return null;
    case 'bigint':
      return kind === 'rich' ? null : { path, problem: 'a bigint' };
    case 'object':
      return value === null ? null : findFaultInObject(value, path, kind, parents);
    default:
      return { path, problem: `a ${typeof value}` };
  }
}

function findFaultInObject(value: object, path: string, kind: DataKind, parents: readonly object[]): Fault | null {
  if (parents.includes(value)) return { path, problem: 'a circle: it holds itself' };
  if (parents.length === MAX_DEPTH) return { path, problem: `nested more than ${MAX_DEPTH} deep` };
  const within = [...parents, value];
  if (Array.isArray(value)) {
    for (const [index, member] of value.entries()) {
      if (member === undefined && kind === 'json')
        return { path: `${path}[${index}]`, problem: 'undefined, which becomes null' };
      const fault = findFault(member, `${path}[${index}]`, kind, within);
      if (fault !== null) return fault;
    }
    return null;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    for (const [name, member] of Object.entries(value)) {
      const place = PLAIN_NAME.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
      const fault = findFault(member, place, kind, within);
      if (fault !== null) return fault;
    }
    return null;
  }
  if (kind === 'rich') return findFaultInRich(value, path, within);
  return { path, problem: describeInstance(value) };
}

function findFaultInRich(value: object, path: string, within: readonly object[]): Fault | null {
  if (value instanceof Date || Buffer.isBuffer(value)) return null;
  if (value instanceof Map) {
    for (const [key, member] of value) {
      const fault =
        findFault(key, `${path}.keys()`, 'rich', within) ??
        findFault(member, `${path}.get(${JSON.stringify(key)})`, 'rich', within);
      if (fault !== null) return fault;
    }
    return null;
  }
  if (value instanceof Set) {
    for (const member of value) {
      const fault = findFault(member, `${path}.values()`, 'rich', within);
      if (fault !== null) return fault;
    }
    return null;
  }
  return { path, problem: describeInstance(value) };
}

function describeInstance(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'no plain object';
}

/** Measured as JSON; what JSON leaves out is small, and what it writes longer is measured as that. */
function checkSize(whose: string, value: object | string, maxBytes: number): void {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'bigint' ? String(member) : fromRich(member),
  );
  if (text.length * 3 <= maxBytes) return;
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) throw new ResultTooLargeError(whose, bytes, maxBytes);
}

function fromRich(member: unknown): unknown {
  if (member instanceof Map) return [...member];
  return member instanceof Set ? [...member] : member;
}
