import { EmbeddingError } from '../errors.ts';

/** Refuses what no embedder makes a vector of. */
export function refuseEmptyTexts(embedder: string, texts: readonly string[]): void {
  const index = texts.findIndex((text) => text.trim() === '');
  if (index !== -1) throw new EmbeddingError(embedder, `text ${index + 1} of ${texts.length} is empty`);
}

/** The texts in calls of at most so many. */
export function* batchesOf(texts: readonly string[], size: number): Generator<readonly string[]> {
  for (let start = 0; start < texts.length; start += size) yield texts.slice(start, start + size);
}
