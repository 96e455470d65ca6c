import type { Role } from '@telltale/api';
import type { Hono, MiddlewareHandler } from 'hono';
import type { Pool } from 'pg';
import type { Logger, ServerEnv } from '../context.ts';
import type { EndpointHandler } from '../routes/endpoint-handler.ts';
import type { Reach } from './reach.ts';

export interface AccessOptions extends Reach {
  readonly pool: Pool;
  /** Gets a line for each token that was refused. */
  readonly logger: Pick<Logger, 'warn'>;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** Who may do what. */
export interface Access {
  /**
   * First for everything. Refuses foreign hosts and origins, tokens that are wrong, and bodies that are too large; says who
   * asks, as `principal`; gives every answer the headers of security that it does not set itself.
   */
  readonly guard: MiddlewareHandler<ServerEnv>;
  /** Lets through who has this role; `operator` includes `viewer`. A browser that nobody has logged in with is sent to `/login`. */
  requires(role: Role): MiddlewareHandler<ServerEnv>;
  readonly session: {
    readonly get: EndpointHandler<'getSession'>;
    readonly logIn: EndpointHandler<'logIn'>;
    readonly logOut: EndpointHandler<'logOut'>;
  };
  /** `/login` with its style, and `/logout`. */
  readonly pages: Hono<ServerEnv>;
}
