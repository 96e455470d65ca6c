/** What a request for embeddings gets. */
export type EmbeddingsReply =
  | {
      readonly kind: 'vectors';
      /** Other than was asked for. */
      readonly dimensions?: number;
      /** How many of the vectors are missing. */
      readonly drop?: number;
    }
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** A text goes out as it stands. */
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'cut' };

/** An error with a body of the protocol. `retryAfterSeconds` is sent as a header. */
export function refusesEmbeddings(
  status: number,
  { code = 'server_error', retryAfterSeconds }: { readonly code?: string; readonly retryAfterSeconds?: number } = {},
): EmbeddingsReply {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { kind: 'answer', status, headers, body: { error: { message: 'Scripted.', type: 'scripted', code } } };
}
