/**
 * Postgres arrays in their binary wire format.
 *
 * The driver sends a `Buffer` parameter as binary, and a binary array costs neither side the quoting, escaping and
 * parsing of `{"…","…"}`: see `bench/README.md` for what that saves a flush.
 *
 * Layout (array_recv in Postgres' arrayfuncs.c): dimensions, has-nulls flag, element type, length, lower bound, then
 * for each element its length (-1 for NULL) and its bytes. All integers are big-endian.
 */

const OID = { bool: 16, int8: 20, int4: 23, text: 25, timestamptz: 1184, jsonb: 3802 } as const;

const HEADER_BYTES = 20;
const EMPTY_HEADER_BYTES = 12;

/** Milliseconds from the Unix epoch to 2000-01-01, where Postgres counts its timestamps from. */
const POSTGRES_EPOCH_MS = 946_684_800_000;

function emptyArray(oid: number): Buffer {
  const buffer = Buffer.alloc(EMPTY_HEADER_BYTES);
  buffer.writeInt32BE(oid, 8);
  return buffer;
}

function writeHeader(buffer: Buffer, oid: number, length: number, hasNulls: boolean): void {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNulls ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
}

function fixedWidthArray<T>(
  oid: number,
  width: 4 | 8,
  values: readonly (T | null)[],
  write: (buffer: Buffer, value: T, offset: number) => void,
): Buffer {
  if (values.length === 0) return emptyArray(oid);
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * (4 + width));
  let offset = HEADER_BYTES;
  let hasNulls = false;
  for (const value of values) {
    if (value === null) {
      hasNulls = true;
      buffer.writeInt32BE(-1, offset);
      offset += 4;
      continue;
    }
    buffer.writeInt32BE(width, offset);
    write(buffer, value, offset + 4);
    offset += 4 + width;
  }
  writeHeader(buffer, oid, values.length, hasNulls);
  return buffer.subarray(0, offset);
}

/** `jsonb_recv` wants a version byte before the text. */
const JSONB_VERSION = 1;

function textualArray(oid: number, values: readonly (string | null)[], prefixBytes: 0 | 1): Buffer {
  if (values.length === 0) return emptyArray(oid);
  let capacity = HEADER_BYTES;
  // A UTF-16 unit takes at most 3 bytes of UTF-8: room for the worst case saves a pass that measures.
  for (const value of values) capacity += 4 + (value === null ? 0 : value.length * 3 + prefixBytes);
  const buffer = Buffer.allocUnsafe(capacity);
  let offset = HEADER_BYTES;
  let hasNulls = false;
  for (const value of values) {
    if (value === null) {
      hasNulls = true;
      buffer.writeInt32BE(-1, offset);
      offset += 4;
      continue;
    }
    const start = offset + 4 + prefixBytes;
    if (prefixBytes === 1) buffer[offset + 4] = JSONB_VERSION;
    const written = buffer.write(value, start, 'utf8');
    buffer.writeInt32BE(written + prefixBytes, offset);
    offset = start + written;
  }
  writeHeader(buffer, oid, values.length, hasNulls);
  return buffer.subarray(0, offset);
}

export function textArray(values: readonly (string | null)[]): Buffer {
  return textualArray(OID.text, values, 0);
}

/** Each value is JSON text already. */
export function jsonbArray(values: readonly (string | null)[]): Buffer {
  return textualArray(OID.jsonb, values, 1);
}

export function int4Array(values: readonly (number | null)[]): Buffer {
  return fixedWidthArray<number>(OID.int4, 4, values, (buffer, value, offset) => buffer.writeInt32BE(value, offset));
}

/** Each value is a time in milliseconds since the Unix epoch. */
export function timestamptzArray(values: readonly (number | null)[]): Buffer {
  return fixedWidthArray<number>(OID.timestamptz, 8, values, (buffer, value, offset) => {
    buffer.writeBigInt64BE(BigInt(Math.round((value - POSTGRES_EPOCH_MS) * 1000)), offset);
  });
}
