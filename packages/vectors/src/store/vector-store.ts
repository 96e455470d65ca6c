import type { VectorSpace } from '../embed/embedder.ts';

/** A vector as it is kept. */
export interface Point {
  /** Unique in the store; a whole number from 1, below 2^53. */
  readonly id: number;
  readonly vector: Float32Array;
  /** What a search can ask for: `language:en`, `entity:12`. */
  readonly tags: readonly string[];
}

export interface VectorSearch {
  readonly vector: Float32Array;
  readonly limit: number;
  /** Only points of these owners. Default: of all. An empty list finds nothing. */
  readonly owners?: readonly string[];
  /** Only points that have all of these tags. Default: any. */
  readonly tags?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface Match {
  readonly id: number;
  readonly owner: string;
  /** Cosine similarity, -1 to 1. */
  readonly score: number;
}

/**
 * Where vectors are kept and found. Points belong to an owner (an episode), and are replaced and removed with it. A store
 * has one space, that of the embedder whose vectors came first; `open` refuses another one.
 *
 * Every method may throw `VectorStoreError` (`retryable` where another try may help) and the signal's reason.
 */
export interface VectorStore {
  readonly kind: 'postgres' | 'pgvector' | 'qdrant';
  /** For people: `Postgres (exact search, good to about 100,000 passages)`, `Qdrant at localhost:6333`. Never credentials. */
  readonly description: string;
  /**
   * Makes the store ready for vectors of a space. Throws `VectorSpaceMismatchError` if it holds vectors of another one: it
   * says which, and what to do. Safe to call at any time and from any number of processes.
   */
  open(space: VectorSpace): Promise<void>;
  /** Makes these the only points of the owner: a search sees the old ones or the new ones, never both. */
  replace(owner: string, points: readonly Point[], options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Removes all points of the owner, if there are any. */
  remove(owner: string, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** The nearest points, the nearest first; of equals the lowest id first. */
  search(search: VectorSearch): Promise<readonly Match[]>;
  /** How many points there are; of one owner, or in all. */
  count(owner?: string): Promise<number>;
  /** Removes everything, and forgets the space. */
  clear(): Promise<void>;
  close(): Promise<void>;
}
