import { InvalidItemResultError } from '../errors.ts';

/** `\u0000` and half surrogate pairs are fine in JSON and refused by `jsonb`. */
const UNSTORABLE_ESCAPE = /(?<!\\)(?:\\\\)*\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})/;

/** The JSON text of an item's result, or `null` for none. Throws `InvalidItemResultError`. */
export function itemResultJson(runId: string, key: string, result: unknown, maxBytes: number): string | null {
  if (result === undefined || result === null) return null;
  const { json, cause } = stringify(result);
  if (cause !== undefined) {
    throw new InvalidItemResultError(runId, key, `cannot be written as JSON (${cause.message})`, { cause });
  }
  if (json === undefined) throw new InvalidItemResultError(runId, key, `is a ${typeof result}, which JSON cannot hold`);
  if (json.length > maxBytes || (json.length * 3 > maxBytes && Buffer.byteLength(json) > maxBytes)) {
    throw new InvalidItemResultError(
      runId,
      key,
      `takes ${Buffer.byteLength(json)} bytes as JSON, ${maxBytes} at most: store it as an artifact and return what finds it`,
    );
  }
  if (json.includes('\\u') && UNSTORABLE_ESCAPE.test(json)) {
    throw new InvalidItemResultError(
      runId,
      key,
      'holds a NUL character or half of a surrogate pair, which Postgres cannot store',
    );
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
