import { endSession, startSession } from '@telltale/ledger';
import type { Context } from 'hono';
import type { Pool } from 'pg';
import type { ServerEnv } from '../context.ts';
import { inTime } from '../http/in-time.ts';
import { failedAttempt, type Identification, refuseTooMany } from './authenticate.ts';
import type { Principal } from './principal.ts';
import { deleteSessionCookie, sessionCookie, setSessionCookie } from './session-cookie.ts';

/** How long the database may take to start or end a session. */
const TIMEOUT_MS = 10_000;

export interface LoginServices extends Identification {
  readonly pool: Pool;
  readonly now: () => number;
}

/** Starts a session, and gives the browser its cookie. Throws `TokenInvalidError` and `TooManyAttemptsError`. */
export async function logIn(c: Context<ServerEnv>, token: string, services: LoginServices): Promise<Principal> {
  refuseTooMany(c, services);
  const session = await inTime(TIMEOUT_MS, () => startSession(services.pool, token.trim()));
  if (session === null) throw failedAttempt(c, services);
  const { secret, expiresAt } = session;
  setSessionCookie(c, secret, Date.parse(expiresAt) - services.now());
  return { name: session.token.name, role: session.token.role, expiresAt };
}

/** Ends the session of the cookie, if there is one. */
export async function logOut(c: Context<ServerEnv>, { pool, credentials }: LoginServices): Promise<void> {
  const secret = sessionCookie(c);
  if (secret === undefined) return;
  await inTime(TIMEOUT_MS, () => endSession(pool, secret));
  credentials.forgetSession(secret);
  deleteSessionCookie(c);
}
