import type { Context } from 'hono';
import type { Logger, ServerEnv } from '../context.ts';
import type { Credentials } from './credentials.ts';
import { OriginForeignError, TokenInvalidError, TooManyAttemptsError } from './errors.ts';
import type { FailedAttempts } from './failed-attempts.ts';
import type { Host } from './host.ts';
import { changesNothing, isFromOwnPage } from './origin.ts';
import { ANONYMOUS, LOCAL, type Principal } from './principal.ts';
import { remoteAddress } from './remote-address.ts';
import { sessionCookie } from './session-cookie.ts';

export interface Identification {
  readonly credentials: Credentials;
  readonly attempts: FailedAttempts;
  readonly loginRequired: boolean;
  readonly logger: Pick<Logger, 'warn'>;
}

export interface Identified {
  readonly principal: Principal;
  /** Asks whether it still holds; `null`: it does not. Absent: it always does. */
  readonly again?: () => Promise<Principal | null>;
}

const BEARER = /^bearer +(.+)$/i;

/**
 * Says who sent a request: by its token, else by its session, else whoever may be there without. A token in the URL is not
 * looked at: URLs end up in logs. Throws `TokenInvalidError`, `TooManyAttemptsError`, `OriginForeignError`, and what the
 * database says against being asked.
 */
export async function authenticate(c: Context<ServerEnv>, host: Host, who: Identification): Promise<Identified> {
  const [, token] = BEARER.exec(c.req.header('authorization') ?? '') ?? [];
  if (token !== undefined) return await ofToken(c, token, who);
  const secret = sessionCookie(c);
  if (secret !== undefined) {
    const principal = await who.credentials.ofSession(secret, changesNothing(c));
    // A browser sends its cookie with whatever any page makes it send.
    if (principal !== null && !changesNothing(c) && !isFromOwnPage(c, host)) throw new OriginForeignError();
    if (principal !== null) return { principal, again: () => who.credentials.ofSession(secret, true) };
  }
  return { principal: who.loginRequired ? ANONYMOUS : LOCAL };
}

async function ofToken(c: Context<ServerEnv>, token: string, who: Identification): Promise<Identified> {
  // Of many that come by one address, as through a proxy, one that guesses must not keep out those that are known.
  if (!who.credentials.knowsToken(token)) refuseTooMany(c, who);
  const principal = await who.credentials.ofToken(token, changesNothing(c));
  if (principal === null) throw failedAttempt(c, who);
  return { principal, again: () => who.credentials.ofToken(token, true) };
}

/** Throws `TooManyAttemptsError`, if too many wrong tokens came from where this request comes from. */
export function refuseTooMany(c: Context<ServerEnv>, { attempts }: Pick<Identification, 'attempts'>): void {
  const waitMs = attempts.waitMs(remoteAddress(c));
  if (waitMs > 0) throw tooMany(c, waitMs);
}

/** Notes that a token was wrong, and says what to throw. */
export function failedAttempt(
  c: Context<ServerEnv>,
  { attempts, logger }: Pick<Identification, 'attempts' | 'logger'>,
): TokenInvalidError | TooManyAttemptsError {
  const address = remoteAddress(c);
  if (!attempts.add(address)) return tooMany(c, attempts.waitMs(address));
  logger.warn({ address, path: c.req.path }, 'A token was refused: it is wrong, has expired or was revoked.');
  c.header('WWW-Authenticate', 'Bearer');
  return new TokenInvalidError();
}

function tooMany(c: Context, waitMs: number): TooManyAttemptsError {
  const error = new TooManyAttemptsError(waitMs);
  c.header('Retry-After', String(error.waitSeconds));
  return error;
}
