/** `\u0000` and half surrogate pairs are fine in JSON and refused by `jsonb`. */
const UNSTORABLE_ESCAPE = /(?<!\\)(?:\\\\)*\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})/;

/** Why a value cannot be kept, as the end of a sentence: `is a bigint, which JSON cannot hold`. */
export type Unkept = (problem: string, cause?: Error) => Error;

/** The JSON text of something that a row keeps whole, or `null` for nothing. Throws what `unkept` makes of a problem. */
export function keptJson(value: unknown, maxBytes: number, unkept: Unkept): string | null {
  if (value === undefined || value === null) return null;
  const { json, cause } = stringify(value);
  if (cause !== undefined) throw unkept(`cannot be written as JSON (${cause.message})`, cause);
  if (json === undefined) throw unkept(`is a ${typeof value}, which JSON cannot hold`);
  if (json.length > maxBytes || (json.length * 3 > maxBytes && Buffer.byteLength(json) > maxBytes)) {
    throw unkept(
      `takes ${Buffer.byteLength(json)} bytes as JSON, ${maxBytes} at most: store it as an artifact and return what finds it`,
    );
  }
  if (json.includes('\\u') && UNSTORABLE_ESCAPE.test(json)) {
    throw unkept('holds a NUL character or half of a surrogate pair, which Postgres cannot store');
  }
  return json;
}

function stringify(value: unknown): { json: string | undefined; cause?: Error } {
  try {
    return { json: JSON.stringify(value) };
  } catch (cause) {
    return { json: undefined, cause: cause instanceof Error ? cause : new Error(String(cause)) };
  }
}
