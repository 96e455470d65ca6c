import type { ByteRange } from '@telltale/engine/artifacts';

/** One range of a header `Range`: `bytes=0-499`, `bytes=500-`, `bytes=-500`. */
const ONE_RANGE = /^bytes=(\d*)-(\d*)$/i;

/**
 * Which bytes of a file a header `Range` asks for: `null` for the whole file, as of a header that asks for several ranges
 * or for nothing that can be understood (RFC 9110 allows both); `unsatisfiable` if the file has none of them.
 */
export function byteRange(header: string | undefined, bytes: number): Required<ByteRange> | 'unsatisfiable' | null {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (first !== '' && last !== '' && Number(last) < start) return null;
  return start > end ? 'unsatisfiable' : { start, end };
}
