import { createHash } from 'node:crypto';

/**
 * A vector of length 1 for a text: each of its words has a direction of its own, so that texts with words in common are near
 * to each other, and equal ones the same.
 */
export function textVector(text: string, dimensions: number): number[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text];
  const sums = new Array<number>(dimensions).fill(0);
  for (const word of words) {
    const bytes = createHash('shake256', { outputLength: dimensions * 2 })
      .update(word)
      .digest();
    for (let index = 0; index < dimensions; index += 1) sums[index] = (sums[index] ?? 0) + bytes.readInt16LE(index * 2);
  }
  const length = Math.hypot(...sums) || 1;
  return sums.map((sum) => sum / length);
}
