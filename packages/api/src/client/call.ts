import type { z } from 'zod';
import type { ENDPOINTS, EndpointName } from '../endpoints/index.ts';
import type { Unchanging } from '../schemas/unchanging.ts';
import type { Upload } from './build-request.ts';

type EndpointOf<N extends EndpointName> = (typeof ENDPOINTS)[N];

/** What can be left out is as it is in the request; what is given is what the server makes of it: numbers, lists, booleans. */
type Given<Input, Output> = {
  [K in keyof Input]: (K extends keyof Output ? Output[K] : never) | (undefined extends Input[K] ? undefined : never);
};

type Part<E, P extends 'params' | 'query' | 'body'> = E extends { readonly [K in P]: infer S extends z.ZodType }
  ? Given<z.input<S>, z.output<S>>
  : unknown;

type OrNothing<T> = keyof T extends never ? Readonly<Record<string, never>> : Unchanging<T>;

/** The parameters of an endpoint, of its path, its query and its body together: no name is in two of them. */
export type RequestOf<N extends EndpointName> = OrNothing<
  Part<EndpointOf<N>, 'params'> & Part<EndpointOf<N>, 'query'> & Part<EndpointOf<N>, 'body'>
> &
  (EndpointOf<N> extends { readonly upload: true } ? { readonly file: Upload } : unknown);

/** What an endpoint answers: the JSON as it came, or the `Response` where that is none. */
export type AnswerOf<N extends EndpointName> =
  EndpointOf<N> extends { readonly result: infer S extends z.ZodType }
    ? z.output<S>
    : EndpointOf<N> extends { readonly raw: object }
      ? Response
      : undefined;

interface EveryCall {
  /** Ends the call, which then fails with the signal's reason; of a `Response` also its body. */
  readonly signal?: AbortSignal | undefined;
}

interface JsonCall extends EveryCall {
  /** How long the whole answer may take, in ms. `null`: as long as it takes, as is the default where a file is sent; else the client's. */
  readonly timeoutMs?: number | null | undefined;
}

type CamelCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

type HeadersOf<E> = E extends { readonly headers: infer S extends z.ZodType }
  ? { readonly [K in keyof z.input<S> as CamelCase<K & string>]?: string | undefined }
  : unknown;

/** Beside the request: the headers that the endpoint knows (`idempotencyKey`), and what concerns the call itself. */
export type CallOptions<N extends EndpointName> = HeadersOf<EndpointOf<N>> &
  (EndpointOf<N> extends { readonly raw: object } ? EveryCall : JsonCall);

/** Calls an endpoint. Throws `ApiError`. */
export type Call<N extends EndpointName> =
  Record<never, never> extends RequestOf<N>
    ? (request?: RequestOf<N>, options?: CallOptions<N>) => Promise<AnswerOf<N>>
    : (request: RequestOf<N>, options?: CallOptions<N>) => Promise<AnswerOf<N>>;
