import { EmbeddingError } from '../../errors.ts';
import { retryAfterMs } from './retry-after.ts';
import { WaitToldError } from './with-retries.ts';

export interface EmbeddingsRequest {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
  /** `dimensions` is left out of the JSON where there are none. */
  readonly body: {
    readonly model: string;
    readonly input: readonly string[];
    readonly dimensions: number | undefined;
  };
}

/** The parsed body of an answer of status 2xx. Throws `EmbeddingError`, or the reason of the signal. */
export async function postEmbeddings(
  description: string,
  { baseUrl, apiKey, timeoutMs, body }: EmbeddingsRequest,
  signal: AbortSignal,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/embeddings`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, timeout]),
    });
    if (response.ok) return await response.json();
    throw await refusal(description, response);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof EmbeddingError || cause instanceof WaitToldError) throw cause;
    throw connectionFailure(description, cause, timeout.aborted ? timeoutMs : null);
  }
}

function connectionFailure(description: string, cause: unknown, timeoutMs: number | null): EmbeddingError {
  if (timeoutMs !== null) {
    const hint = 'See whether the service is busy, or send it fewer texts at a time.';
    return new EmbeddingError(description, `it did not answer within ${timeoutMs} ms`, {
      hint,
      retryable: true,
      cause,
    });
  }
  if (cause instanceof SyntaxError) {
    const hint = 'Check the base URL: it has to be that of an API like OpenAI’s, as a rule with /v1 at its end.';
    return new EmbeddingError(description, 'its answer is not JSON', { hint, cause });
  }
  const hint = 'Check the base URL and that the service runs.';
  return new EmbeddingError(description, 'it cannot be reached', { hint, retryable: true, cause });
}

const HINTS: Readonly<Record<number, string>> = {
  400: 'Check the name of the model, and that the texts are not too long for it.',
  401: 'Check the API key.',
  403: 'Check that the API key may use this model.',
  404: 'Check the base URL and the name of the model.',
  413: 'Send it fewer texts at a time.',
};

const NO_CREDIT = 'insufficient_quota';

async function refusal(description: string, response: Response): Promise<EmbeddingError | WaitToldError> {
  const code = errorCode(await response.json().catch(() => null));
  const { status } = response;
  if (code === NO_CREDIT) {
    const hint = 'Add credit to the account of the API key, or use another one.';
    return new EmbeddingError(description, 'the account has no credit left', { hint });
  }
  const retryable = status === 408 || status === 409 || status === 429 || status >= 500;
  const error = new EmbeddingError(
    description,
    `it refused with status ${status}${code === null ? '' : ` (${code})`}`,
    {
      hint: HINTS[status] ?? (retryable ? 'Try again later.' : 'Check the base URL, the API key and the model.'),
      retryable,
    },
  );
  const waitMs = retryAfterMs(response.headers);
  return retryable && waitMs !== null ? new WaitToldError(error, waitMs) : error;
}

/** The short word of OpenAI's error body; never its message, which may repeat what was sent. */
function errorCode(body: unknown): string | null {
  const code = (body as { error?: { code?: unknown } } | null)?.error?.code;
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : null;
}
