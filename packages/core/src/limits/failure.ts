import type { Failure } from '../events/shapes.ts';
import { toBoundedText } from './bounded-text.ts';
import { LIMITS } from './limits.ts';

const MORE_CAUSES = '… (more causes)';

/**
 * Anything that was thrown, as an event tells it: an error, an object that was one before it crossed a process or a
 * database, a `Failure` (which stays as it is), a string, `undefined`. Redacted and cut to `LIMITS`, without terminal
 * codes; `message` is never empty. Never throws.
 */
export function toFailure(error: unknown): Failure {
  const { name, message, code } = describe(error);
  const causes = causesOf(error);
  return {
    name,
    message:
      message ??
      causes[0] ??
      code ??
      (isObject(error) ? `${name} without a message` : `${describeEmpty(error)} was thrown`),
    ...(code === undefined ? {} : { code }),
    ...(causes.length === 0 ? {} : { causes }),
  };
}

interface Description {
  readonly name: string;
  readonly message: string | undefined;
  readonly code: string | undefined;
}

function describe(thrown: unknown): Description {
  if (!isObject(thrown)) return { name: 'Error', message: textOf(thrown), code: undefined };
  const message = read(thrown, 'message');
  return { name: nameOf(thrown), message: textOf(message ?? thrown), code: codeOf(thrown) };
}

function describeEmpty(thrown: unknown): string {
  return typeof thrown === 'string' ? 'An empty string' : String(thrown);
}

/** The error's name; that of its class where that says more, as few subclasses set a name. */
function nameOf(error: object): string {
  const name = textOf(read(error, 'name'), LIMITS.keyCharacters);
  if (name !== undefined && name !== 'Error') return name;
  const type = read(error, 'constructor');
  const typeName = typeof type === 'function' ? textOf(read(type, 'name'), LIMITS.keyCharacters) : undefined;
  return typeName === undefined || typeName === 'Object' ? 'Error' : typeName;
}

/** `ECONNREFUSED`, `23505`, `404`; not the legacy numbers of a DOMException, which repeat its name. */
function codeOf(error: object): string | undefined {
  const code = read(error, 'code');
  if (typeof code !== 'string' && (typeof code !== 'number' || read(error, Symbol.toStringTag) === 'DOMException'))
    return undefined;
  return textOf(code, LIMITS.keyCharacters);
}

/** The errors behind one, outermost first, each followed by those behind it. */
function causesOf(error: unknown): string[] {
  const causes: string[] = [];
  const seen = new Set<unknown>([error]);
  const waiting = innerErrors(error);
  while (waiting.length > 0) {
    const cause = waiting.shift();
    if (seen.has(cause)) continue;
    if (isObject(cause)) seen.add(cause);
    if (causes.length === LIMITS.causes) return [...causes, MORE_CAUSES];
    causes.push(sentence(cause));
    waiting.unshift(...innerErrors(cause));
  }
  return causes;
}

/** What an error holds directly: its cause, what an AggregateError gathers, both halves of a SuppressedError. */
function innerErrors(error: unknown): unknown[] {
  if (!isObject(error)) return [];
  const inner = [read(error, 'cause'), ...listed(read(error, 'errors')), ...listed(read(error, 'causes'))];
  if (read(error, 'name') === 'SuppressedError') inner.push(read(error, 'error'), read(error, 'suppressed'));
  return inner.filter((value) => value !== undefined && value !== null);
}

function listed(list: unknown): unknown[] {
  if (!isArray(list)) return [];
  const items: unknown[] = [];
  for (let index = 0; index <= LIMITS.causes; index += 1) items.push(read(list, index));
  return items;
}

function sentence(cause: unknown): string {
  const { name, message, code } = describe(cause);
  const said = message ?? code ?? (isObject(cause) ? name : describeEmpty(cause));
  const named = name === 'Error' || said === name ? said : `${name}: ${said}`;
  const full = code === undefined || named.includes(code) ? named : `${named} (${code})`;
  return toBoundedText(full, { maxCharacters: LIMITS.causeCharacters });
}

/** The value as bounded text; nothing if that would say nothing. */
function textOf(value: unknown, maxCharacters: number = LIMITS.textCharacters): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = toBoundedText(value, { maxCharacters }).trim();
  return text === '' || text === '{}' || text === '[]' ? undefined : text;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isArray(value: unknown): value is unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** One property; one that cannot be read is not there. */
function read(from: object, key: PropertyKey): unknown {
  try {
    return (from as Record<PropertyKey, unknown>)[key];
  } catch {
    return undefined;
  }
}
