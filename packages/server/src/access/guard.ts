import type { Context, MiddlewareHandler } from 'hono';
import type { ServerEnv } from '../context.ts';
import { authenticate, type Identification, type Identified } from './authenticate.ts';
import { cutWhenOver } from './cut-when-over.ts';
import { HostForeignError, OriginForeignError } from './errors.ts';
import { type Host, parseHost } from './host.ts';
import { limitBody } from './limit-body.ts';
import { isForeign } from './origin.ts';
import type { OwnHosts } from './own-hosts.ts';
import { ANONYMOUS } from './principal.ts';
import { completeHeaders, prepareHeaders } from './security-headers.ts';

/** What watches over processes asks for these by whatever address it has. They tell nothing worth hiding. */
const HEALTH: readonly string[] = ['/healthz', '/readyz'];

export interface GuardOptions extends Identification {
  readonly hosts: OwnHosts;
}

/** See `Access.guard`. */
export function createGuard({ hosts, ...who }: GuardOptions): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    prepareHeaders(c);
    const identified = HEALTH.includes(c.req.path) ? { principal: ANONYMOUS } : await admit(c);
    c.set('principal', identified.principal);
    await limitBody(c, identified.principal);
    await next();
    completeHeaders(c);
    cutWhenOver(c, identified);
  };

  async function admit(c: Context<ServerEnv>): Promise<Identified> {
    const host = ownHost(c, hosts);
    if (isForeign(c, host)) throw new OriginForeignError();
    return await authenticate(c, host, who);
  }
}

function ownHost({ req }: Context, hosts: OwnHosts): Host {
  // Without a socket, as in tests, a request has only its URL.
  const text = req.header('host') ?? new URL(req.url).host;
  const host = parseHost(text);
  if (host === null || !hosts.has(host)) throw new HostForeignError(text);
  return host;
}
