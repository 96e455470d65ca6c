import type { ByteRange } from './artifact-store.ts';
import { InvalidArtifactRangeError } from './errors.ts';

/** Throws `InvalidArtifactRangeError` for a range that no file can have. */
export function checkRange(location: string, range: ByteRange): void {
  const { start, end = start } = range;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw new InvalidArtifactRangeError(location, range, 'both have to be whole numbers, 0 or more and in order');
  }
}

/** The bytes that `range` means in a file of that size. Throws `InvalidArtifactRangeError`. */
export function resolveRange(location: string, range: ByteRange, bytes: number): Required<ByteRange> {
  checkRange(location, range);
  if (range.start >= bytes) throw new InvalidArtifactRangeError(location, range, `it has ${bytes} bytes`);
  return { start: range.start, end: Math.min(range.end ?? bytes - 1, bytes - 1) };
}
