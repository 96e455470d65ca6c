import type { Context } from 'hono';
import type { ServerEnv } from '../context.ts';

/** Of the socket: what a header says of it, anybody could have written. Without a socket there is one for all. */
export function remoteAddress({ env }: Context<ServerEnv>): string {
  return env.incoming?.socket.remoteAddress ?? 'unknown';
}
