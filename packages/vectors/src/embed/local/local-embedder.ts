import { EmbeddingError } from '../../errors.ts';
import { unitVector } from '../../unit-vector.ts';
import type { Embedder } from '../embedder.ts';
import { batchesOf, refuseEmptyTexts } from '../texts.ts';
import { ModelThread } from './model-thread.ts';

export interface LocalEmbedderOptions {
  /** Makes the thread. Default: one with USE-lite in it. */
  readonly startThread?: () => ModelThread;
}

const DESCRIPTION = 'USE-lite on this machine (English)';
const DIMENSIONS = 512;
// Between half a second and two on an ordinary core: often enough to tell of progress, and to stop.
const BATCH_SIZE = 16;

/**
 * The Universal Sentence Encoder (lite) in a thread of this process; it needs no network. The thread starts, and loads the
 * model (31 MB of files, about 270 MB in memory), with the first text; should it crash, the call fails and the next one starts
 * another.
 */
export function openLocalEmbedder({ startThread = () => new ModelThread() }: LocalEmbedderOptions = {}): Embedder {
  return new LocalEmbedder(startThread);
}

class LocalEmbedder implements Embedder {
  readonly space = { model: 'use-lite-en', dimensions: DIMENSIONS };
  readonly description = DESCRIPTION;
  readonly languages = ['en'];
  readonly batchSize = BATCH_SIZE;
  readonly #startThread: () => ModelThread;
  #thread: ModelThread | null = null;
  #closed = false;

  constructor(startThread: () => ModelThread) {
    this.#startThread = startThread;
  }

  async embed(
    texts: readonly string[],
    { signal }: { readonly signal: AbortSignal },
  ): Promise<readonly Float32Array[]> {
    refuseEmptyTexts(DESCRIPTION, texts);
    const vectors: Float32Array[] = [];
    for (const batch of batchesOf(texts, BATCH_SIZE)) {
      signal.throwIfAborted();
      vectors.push(...split(await this.#batch(batch)));
    }
    signal.throwIfAborted();
    return vectors;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.stop();
  }

  async #batch(texts: readonly string[]): Promise<Float32Array> {
    const thread = this.#liveThread();
    try {
      return await thread.embed(texts);
    } catch (cause) {
      throw this.#closed ? closed(cause) : failed(cause);
    }
  }

  #liveThread(): ModelThread {
    if (this.#closed) throw closed();
    if (this.#thread === null || this.#thread.over) this.#thread = this.#startThread();
    return this.#thread;
  }
}

function failed(cause: unknown): EmbeddingError {
  const hint = 'Try again; if it goes on, see that 300 MB of memory are left, or configure an embeddings API.';
  const problem = cause instanceof Error ? cause.message : String(cause);
  return new EmbeddingError(DESCRIPTION, problem, { hint, retryable: true, cause });
}

function closed(cause?: unknown): EmbeddingError {
  return new EmbeddingError(DESCRIPTION, 'it was closed', { cause });
}

function split(vectors: Float32Array): readonly Float32Array[] {
  return Array.from({ length: vectors.length / DIMENSIONS }, (_, index) => {
    const vector = unitVector(vectors.subarray(index * DIMENSIONS, (index + 1) * DIMENSIONS));
    if (vector !== null) return vector;
    throw new EmbeddingError(DESCRIPTION, 'the model gave a vector that is not one');
  });
}
