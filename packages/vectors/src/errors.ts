import { TelltaleError } from '@telltale/core';
import type { VectorSpace } from './embed/embedder.ts';

interface Told {
  readonly hint?: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** Texts could not be made into vectors. */
export class EmbeddingError extends TelltaleError {
  override readonly name = 'EmbeddingError';
  constructor(embedder: string, problem: string, { hint, retryable = false, cause }: Told = {}) {
    super(`${embedder} made no vectors: ${problem}.`, {
      code: 'embedding_failed',
      retryable,
      details: { embedder },
      ...(hint === undefined ? {} : { hint }),
      cause,
    });
  }
}

/** A store of vectors did not do what it was asked for. */
export class VectorStoreError extends TelltaleError {
  override readonly name = 'VectorStoreError';
  constructor(store: string, problem: string, { hint, retryable = false, cause }: Told = {}) {
    super(`The vectors in ${store} cannot be used: ${problem}.`, {
      code: 'vector_store_failed',
      retryable,
      details: { store },
      ...(hint === undefined ? {} : { hint }),
      cause,
    });
  }
}

/** The store holds vectors of another embedder, beside which those of this one would mean nothing. */
export class VectorSpaceMismatchError extends TelltaleError {
  override readonly name = 'VectorSpaceMismatchError';
  /** `remedy` says how all vectors are made anew, as a sentence. */
  constructor(store: string, held: VectorSpace, wanted: VectorSpace, remedy: string) {
    super(
      `${store} holds vectors of ${describeSpace(held)}. Those of ${describeSpace(wanted)} cannot be compared with them.`,
      {
        code: 'vector_space_mismatch',
        hint: `${remedy} Or configure ${held.model} again. Nothing was changed.`,
        details: {
          store,
          heldModel: held.model,
          heldDimensions: held.dimensions,
          wantedModel: wanted.model,
          wantedDimensions: wanted.dimensions,
        },
      },
    );
  }
}

/** The database holds vectors that another store keeps; nobody would keep those and these in step. */
export class VectorsKeptElsewhereError extends TelltaleError {
  override readonly name = 'VectorsKeptElsewhereError';
  /** `remedy` says how all vectors are made anew, as a sentence. */
  constructor(store: string, keeper: string, remedy: string) {
    super(`The vectors in ${store} cannot be used: this database has its vectors for ${keeper} already.`, {
      code: 'vectors_kept_elsewhere',
      hint: `Go on with that. To change: ${remedy}`,
      details: { store, keeper },
    });
  }
}

/** Whether the store is in order and holds nothing but vectors that have to be made anew: those of `clear` and `replace`. */
export function isCuredByReindex(error: unknown): boolean {
  return error instanceof VectorSpaceMismatchError || error instanceof VectorsKeptElsewhereError;
}

function describeSpace({ model, dimensions }: VectorSpace): string {
  return `${model} (${dimensions} dimensions)`;
}
