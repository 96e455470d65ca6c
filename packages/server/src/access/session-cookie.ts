import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

export const SESSION_COOKIE = 'telltale_session';

export function sessionCookie(c: Context): string | undefined {
  return getCookie(c, SESSION_COOKIE);
}

/** `lifetimeMs` is how long the browser keeps it. */
export function setSessionCookie(c: Context, secret: string, lifetimeMs: number): void {
  setCookie(c, SESSION_COOKIE, secret, { ...attributes(c), maxAge: Math.max(0, Math.floor(lifetimeMs / 1_000)) });
}

export function deleteSessionCookie(c: Context): void {
  deleteCookie(c, SESSION_COOKIE, attributes(c));
}

function attributes(c: Context) {
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure: isOverHttps(c) } as const;
}

/**
 * The server speaks plain HTTP; TLS ends at a proxy. What says so is believed from everybody: who lies makes a cookie of
 * its own that it cannot use.
 */
function isOverHttps({ req }: Context): boolean {
  return req.header('x-forwarded-proto') === 'https' || (req.header('origin') ?? '').startsWith('https:');
}
