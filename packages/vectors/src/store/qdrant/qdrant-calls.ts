import { QdrantClient, QdrantClientResourceExhaustedError } from '@qdrant/js-client-rest';
import { TelltaleError } from '@telltale/core';
import { VectorStoreError } from '../../errors.ts';

export interface QdrantAddress {
  /** As it stands: without a port it is that of the scheme. */
  readonly url: string;
  /** Default: none. */
  readonly apiKey?: string;
  /** Longest wait for an answer, in ms. Default: 60,000. */
  readonly timeoutMs?: number;
}

type Api = ReturnType<QdrantClient['api']>;

/** What goes with every request. */
type Init = Pick<RequestInit, 'signal'>;

const DEFAULT_TIMEOUT_MS = 60_000;
const ABSENT = 404;
const TOO_MANY_REQUESTS = 429;

/** Requests to a server of Qdrant, with its errors in our words. */
export class QdrantCalls {
  readonly description: string;
  readonly #api: Api;
  readonly #timeoutMs: number;

  constructor({ url, apiKey, timeoutMs = DEFAULT_TIMEOUT_MS }: QdrantAddress) {
    const parsed = URL.parse(url);
    if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
      const hint = 'Write it as http://localhost:6333.';
      throw new VectorStoreError('Qdrant', 'its URL is not a valid one', { hint });
    }
    this.description = `Qdrant at ${parsed.host}`;
    this.#timeoutMs = timeoutMs;
    const client = new QdrantClient({
      host: parsed.hostname,
      port: parsed.port === '' ? null : Number(parsed.port),
      https: parsed.protocol === 'https:',
      prefix: parsed.pathname.replace(/\/+$/, ''),
      // Its own option for the key writes to the console where the URL is not https.
      headers: { 'api-key': apiKey },
      // Both its limit and its check take no signal; ours do.
      timeout: Number.POSITIVE_INFINITY,
      checkCompatibility: false,
    });
    this.#api = client.api();
  }

  /** The result of a request. Throws `VectorStoreError`, or the signal's reason. */
  async call<T>(
    request: (api: Api, init: Init) => Promise<{ readonly data: { readonly result?: T } }>,
    signal?: AbortSignal,
  ): Promise<T> {
    const found = await this.find(request, signal);
    if (found !== null) return found;
    throw this.failure('there is no such collection any more', { retryable: true });
  }

  /** The same; `null` where the collection is not there. */
  async find<T>(
    request: (api: Api, init: Init) => Promise<{ readonly data: { readonly result?: T } }>,
    signal?: AbortSignal,
  ): Promise<T | null> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const both = AbortSignal.any(signal === undefined ? [timeout] : [signal, timeout]);
    try {
      const { data } = await request(this.#api, { signal: both });
      if (data?.result !== undefined) return data.result;
      throw this.failure('it answered with something else than Qdrant does', { hint: 'Check its URL.' });
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof TelltaleError) throw cause;
      const status = statusOf(cause);
      if (status === ABSENT && isQdrants(cause)) return null;
      throw this.#refusal(status, cause, timeout.aborted);
    }
  }

  failure(problem: string, told: ConstructorParameters<typeof VectorStoreError>[2] = {}): VectorStoreError {
    return new VectorStoreError(this.description, problem, told);
  }

  #refusal(status: number | null, cause: unknown, late: boolean): VectorStoreError {
    if (late) {
      const hint = 'See whether the server is busy, and try again.';
      return this.failure(`it did not answer within ${this.#timeoutMs} ms`, { hint, retryable: true, cause });
    }
    if (status === null) {
      const hint = 'Check the URL and that Qdrant runs there.';
      return this.failure('it cannot be reached', { hint, retryable: true, cause });
    }
    if (status === 401 || status === 403) {
      return this.failure(`it refused the API key (status ${status})`, { hint: 'Check the API key.', cause });
    }
    const retryable = status === 408 || status === TOO_MANY_REQUESTS || status >= 500;
    const hint = retryable ? 'Try again later.' : 'Check the URL, and the log of the server.';
    return this.failure(`it refused a request with status ${status}`, { hint, retryable, cause });
  }
}

/** The status of the client's error, which is `null` where no answer came. */
export function statusOf(error: unknown): number | null {
  if (error instanceof QdrantClientResourceExhaustedError) return TOO_MANY_REQUESTS; // The one without it.
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null;
}

/** Qdrant says why something is absent; the 404 of another server does not look so. */
function isQdrants(error: unknown): boolean {
  const { data } = error as { data?: { status?: { error?: unknown } } };
  return typeof data?.status?.error === 'string';
}
