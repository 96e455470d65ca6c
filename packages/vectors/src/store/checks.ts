import type { VectorSpace } from '../embed/embedder.ts';
import { VectorStoreError } from '../errors.ts';
import { unitVector } from '../unit-vector.ts';
import type { Point, VectorSearch } from './vector-store.ts';

/** What a store knows since it was opened. Refuses to go on without it. */
export function opened<T>(store: string, known: T | null): T {
  if (known !== null) return known;
  throw new VectorStoreError(store, 'it was not opened', { hint: 'Call open() with the space of the embedder first.' });
}

/** The points with vectors of length 1. Refuses what no store may keep. */
export function checkedPoints(store: string, { dimensions }: VectorSpace, points: readonly Point[]): readonly Point[] {
  if (new Set(points.map(({ id }) => id)).size < points.length) {
    throw new VectorStoreError(store, 'two points have the same id');
  }
  return points.map(({ id, tags, vector }) => {
    if (!Number.isSafeInteger(id) || id < 1) {
      throw new VectorStoreError(store, `the id of a point has to be a whole number from 1, and is ${id}`);
    }
    return { id, tags, vector: checkedVector(store, dimensions, vector) };
  });
}

/** A search with a vector of length 1. Refuses what no store can look for. */
export function checkedSearch(store: string, { dimensions }: VectorSpace, search: VectorSearch): VectorSearch {
  const { limit } = search;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new VectorStoreError(store, `the limit of a search has to be a whole number from 1, and is ${limit}`);
  }
  return { ...search, vector: checkedVector(store, dimensions, search.vector) };
}

function checkedVector(store: string, dimensions: number, vector: Float32Array): Float32Array {
  if (vector.length !== dimensions) {
    throw new VectorStoreError(store, `a vector has ${vector.length} dimensions instead of ${dimensions}`, {
      hint: 'Embed everything with the same model.',
    });
  }
  const unit = unitVector(vector);
  if (unit !== null) return unit;
  throw new VectorStoreError(store, 'a vector has no direction: it is all zeros, or holds what is not a number');
}
