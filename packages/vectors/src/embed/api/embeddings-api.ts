import { EmbeddingError } from '../../errors.ts';
import { unitVector } from '../../unit-vector.ts';
import type { Embedder, VectorSpace } from '../embedder.ts';
import { batchesOf, refuseEmptyTexts } from '../texts.ts';
import { postEmbeddings } from './post-embeddings.ts';
import { readVectors } from './read-vectors.ts';
import { type RetryOptions, withRetries } from './with-retries.ts';

export interface EmbeddingsApiOptions extends RetryOptions {
  /** What `/embeddings` is put behind: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** Sent as a bearer token. Default: none, for servers that want none. */
  readonly apiKey?: string;
  readonly model: string;
  /** Asks the model for vectors of so many dimensions. Default: as many as it gives. */
  readonly dimensions?: number;
  /** Most texts of one request. Default: 128. */
  readonly batchSize?: number;
  /** Longest wait for the answer to one request, in ms. Default: 60,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_BATCH_SIZE = 128;
const DEFAULT_TIMEOUT_MS = 60_000;

/** So that a process which only looks need not call the service to learn what it knows (platform.openai.com/docs/models). */
const KNOWN_DIMENSIONS: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
};

/**
 * An embedder behind OpenAI's protocol. Asks the service for one vector if it cannot know otherwise how many dimensions its
 * vectors have. Throws `EmbeddingError`.
 */
export async function openEmbeddingsApi(options: EmbeddingsApiOptions): Promise<Embedder> {
  const { model, dimensions = KNOWN_DIMENSIONS[model] } = options;
  if (dimensions !== undefined) return new EmbeddingsApi(options, { model, dimensions });
  const [vector] = await ask(options, ['How many dimensions?'], AbortSignal.any([]));
  return new EmbeddingsApi(options, { model, dimensions: vector?.length ?? 0 });
}

class EmbeddingsApi implements Embedder {
  readonly space: VectorSpace;
  readonly description: string;
  readonly languages = null;
  readonly batchSize: number;
  readonly #options: EmbeddingsApiOptions;

  constructor(options: EmbeddingsApiOptions, space: VectorSpace) {
    this.space = space;
    this.description = describe(options);
    this.batchSize = options.batchSize ?? DEFAULT_BATCH_SIZE;
    this.#options = options;
  }

  async embed(
    texts: readonly string[],
    { signal }: { readonly signal: AbortSignal },
  ): Promise<readonly Float32Array[]> {
    refuseEmptyTexts(this.description, texts);
    const vectors: Float32Array[] = [];
    for (const batch of batchesOf(texts, this.batchSize)) vectors.push(...(await this.#batch(batch, signal)));
    return vectors;
  }

  async close(): Promise<void> {}

  async #batch(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const vectors = await ask(this.#options, texts, signal);
    const odd = vectors.find(({ length }) => length !== this.space.dimensions);
    if (odd === undefined) return vectors;
    throw new EmbeddingError(
      this.description,
      `a vector has ${odd.length} dimensions, where ${this.space.dimensions} were expected`,
      { hint: 'Check that the model is the right one, and leave out `dimensions` unless the model takes it.' },
    );
  }
}

/** One vector of length 1 for each text. */
async function ask(
  options: EmbeddingsApiOptions,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const description = describe(options);
  const { baseUrl, apiKey, model, dimensions, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const request = { baseUrl, apiKey, timeoutMs, body: { model, input: texts, dimensions } };
  const answer = await withRetries(() => postEmbeddings(description, request, signal), { ...options, signal });
  return readVectors(description, answer, texts.length).map((values) => {
    const vector = unitVector(values);
    if (vector !== null) return vector;
    throw new EmbeddingError(description, 'it answered with a vector of zeros', { retryable: true });
  });
}

function describe({ model, baseUrl }: EmbeddingsApiOptions): string {
  return `${model} at ${URL.parse(baseUrl)?.host ?? 'a URL that is not valid'}`;
}
