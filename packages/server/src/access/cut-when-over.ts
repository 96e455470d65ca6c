import type { Context } from 'hono';
import type { ServerEnv } from '../context.ts';
import type { Identified } from './authenticate.ts';

/** How long a stream goes on after its token was revoked. */
const ASK_AGAIN_MS = 5_000;

/** Cuts a stream, which could go on for days, once whoever gets it may not read any more. */
export function cutWhenOver(c: Context<ServerEnv>, { again }: Identified): void {
  const { outgoing } = c.env;
  if (again === undefined || outgoing === undefined || outgoing.destroyed || !isStream(c.res)) return;
  const check = async () => {
    // While the database is away nothing new is sent either.
    const holds = await again().then(
      (principal) => principal !== null,
      () => true,
    );
    if (!holds) outgoing.destroy();
  };
  const timer = setInterval(() => void check(), ASK_AGAIN_MS);
  outgoing.once('close', () => clearInterval(timer));
}

function isStream({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') === true;
}
