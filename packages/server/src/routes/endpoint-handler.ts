import type { ENDPOINTS, Endpoint, EndpointName, Unchanging } from '@telltale/api';
import type { Context } from 'hono';
import type { z } from 'zod';
import type { Principal } from '../access/principal.ts';
import type { ServerEnv } from '../context.ts';

type EndpointOf<N extends EndpointName> = (typeof ENDPOINTS)[N];

/** What a schema makes of its part of the request; nothing where the endpoint has no such part. */
type Parsed<E, Part extends string> = E extends { readonly [P in Part]: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : Record<never, never>;

/** A request that was checked: its parts are as the endpoint's schemas say. */
interface EndpointRequest<N extends EndpointName> {
  readonly params: Parsed<EndpointOf<N>, 'params'>;
  readonly query: Parsed<EndpointOf<N>, 'query'>;
  readonly headers: Parsed<EndpointOf<N>, 'headers'>;
  readonly body: Parsed<EndpointOf<N>, 'body'>;
  readonly principal: Principal;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
}

/** What the endpoint sends: the value of its JSON, a response of its own, or nothing. */
type EndpointAnswer<N extends EndpointName> =
  EndpointOf<N> extends { readonly result: infer Schema extends z.ZodType }
    ? Unchanging<z.output<Schema>>
    : EndpointOf<N> extends { readonly raw: object }
      ? Response
      : // biome-ignore lint/suspicious/noConfusingVoidType: it stands for what a handler returns.
        void;

/** Serves an endpoint. What it throws becomes the answer that belongs to it. */
export type EndpointHandler<N extends EndpointName> = (
  request: EndpointRequest<N>,
  c: Context<ServerEnv>,
) => Promise<EndpointAnswer<N>> | EndpointAnswer<N>;

/** A handler for every endpoint of one tag. */
export type HandlersOf<Tag extends Endpoint['tag']> = {
  readonly [N in EndpointName as EndpointOf<N>['tag'] extends Tag ? N : never]: EndpointHandler<N>;
};

/** A handler for every endpoint: the compiler finds the one that is missing. */
export type EndpointHandlers = { readonly [N in EndpointName]: EndpointHandler<N> };
