/** The vector of length 1 in the same direction; `null` if it has none: all zeros, or numbers that are none. */
export function unitVector(vector: Iterable<number> & ArrayLike<number>): Float32Array | null {
  let squares = 0;
  for (const value of vector) squares += value ** 2;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length) || length === 0) return null;
  return Float32Array.from(vector, (value) => value / length);
}
