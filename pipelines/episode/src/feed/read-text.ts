/**
 * The text of an answer, by the encoding that it says: in its header, its XML declaration or its `meta` elements, else UTF-8.
 * Throws what the body throws.
 */
export async function readText(response: Response): Promise<string> {
  return decodeText(new Uint8Array(await response.arrayBuffer()), response.headers.get('content-type'));
}

/** How far in a document says how it is encoded. */
const TOLD_WITHIN_BYTES = 1_024;

/** Bytes as text; see `readText`. */
export function decodeText(bytes: Uint8Array, contentType: string | null): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, TOLD_WITHIN_BYTES));
  const told =
    /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ??
    /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1] ??
    /<meta[^>]*charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1] ??
    byMark(bytes);
  return decode(bytes, told);
}

function byMark(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    // An encoding that nobody knows.
    return new TextDecoder().decode(bytes);
  }
}
