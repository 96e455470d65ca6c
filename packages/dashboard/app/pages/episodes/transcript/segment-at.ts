/** Which segment is said at a moment, in seconds, or was said last before it; -1 before the first. They are in order of time. */
export function segmentAt(segments: readonly { readonly startS: number }[], seconds: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.startS ?? 0) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
