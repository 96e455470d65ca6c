/**
 * The same bytes in parts of exactly `partBytes`, the last one shorter; no part if there are no bytes. Each part has
 * memory of its own, so it may be kept while the next one fills.
 */
export async function* inParts(chunks: AsyncIterable<Uint8Array>, partBytes: number): AsyncGenerator<Uint8Array> {
  let part = Buffer.allocUnsafeSlow(partBytes);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.length; ) {
      const next = chunk.subarray(taken, taken + partBytes - filled);
      part.set(next, filled);
      taken += next.length;
      filled += next.length;
      if (filled < partBytes) continue;
      yield part;
      part = Buffer.allocUnsafeSlow(partBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}
