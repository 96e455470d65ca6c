import { InvalidCursorError } from '../errors.ts';

/**
 * Where a list goes on: the sort key of the last row that was given out, so that no row comes twice and none is left out,
 * whatever is added meanwhile. Opaque to its holder, and good for this list only.
 */
export type Cursor = string;

type Part = string | number;

/** To be raised when a list changes its order: cursors from before are then refused, not misread. */
const VERSION = 1;
const MAX_CHARACTERS = 4_000;

export function encodeCursor(list: string, parts: readonly Part[]): Cursor {
  return Buffer.from(JSON.stringify([VERSION, list, ...parts])).toString('base64url');
}

/** The parts of a cursor. `shape` says what each of them looks like. Throws `InvalidCursorError`. */
export function decodeCursor(list: string, cursor: string, shape: readonly RegExp[]): readonly string[] {
  const refused = new InvalidCursorError(list);
  if (typeof cursor !== 'string' || cursor.length > MAX_CHARACTERS) throw refused;
  const [version, name, ...parts] = parse(cursor);
  if (version !== VERSION || name !== list || parts.length !== shape.length) throw refused;
  return parts.map((part, index) => {
    const text = typeof part === 'number' ? String(part) : part;
    if (typeof text !== 'string' || text.includes('\0') || !shape[index]?.test(text)) throw refused;
    return text;
  });
}

function parse(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** A row's number, or an instant in microseconds: small enough for a bigint. */
export const NUMBER_PART = /^\d{1,18}$/;
export const TEXT_PART = /^[\s\S]{1,1000}$/;
