import type { Instant } from '@telltale/core';
import type { Pool } from 'pg';
import { instant } from '../read/instants.ts';
import { QueryRunner, type Statement } from '../read/query-runner.ts';
import { noteUse, type UsedTokenRow } from './note-use.ts';
import { END_SESSION, FIND_SESSION, START_SESSION } from './queries.ts';
import { digest, newSecret, sessionDigest, tokenDigest } from './secret.ts';
import { type TokenInfo, toTokenInfo } from './token.ts';

export interface Session {
  /** The token that it was started with: it can do what that one can, as long as that one can. */
  readonly token: TokenInfo;
  /** After 7 days, or with its token. */
  readonly expiresAt: Instant;
}

export interface StartedSession extends Session {
  /** What the browser keeps. It is nowhere else. */
  readonly secret: string;
}

interface SessionRow extends UsedTokenRow {
  readonly ends_at: Date;
}

/** Starts a session of the token with this text, and forgets sessions that are over. `null`: that is no live token. */
export async function startSession(pool: Pool, tokenText: string): Promise<StartedSession | null> {
  const key = tokenDigest(tokenText);
  if (key === null) return null;
  const secret = newSecret();
  const session = await sessionOf(pool, { text: START_SESSION, values: [key, digest(secret)] });
  return session === null ? null : { ...session, secret };
}

/** The session of this secret, if it still stands; the use of its token is noted. */
export async function findSession(pool: Pool, secret: string): Promise<Session | null> {
  const key = sessionDigest(secret);
  if (key === null) return null;
  return await sessionOf(pool, { name: 'find-session', text: FIND_SESSION, values: [key] });
}

/** Does nothing if there is no such session. */
export async function endSession(pool: Pool, secret: string): Promise<void> {
  await new QueryRunner(pool).rows({ text: END_SESSION, values: [digest(secret)] });
}

async function sessionOf(pool: Pool, statement: Statement): Promise<Session | null> {
  const [row] = await new QueryRunner(pool).rows<SessionRow>(statement);
  if (row === undefined) return null;
  await noteUse(pool, row);
  return { token: toTokenInfo(row), expiresAt: instant(row.ends_at) };
}
