import type { Context } from 'hono';

/**
 * What a page of ours may load and run.
 * @param styleNonce lets in the style elements that have it
 */
export function contentSecurityPolicy(styleNonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    styleNonce === undefined ? "style-src 'self'" : `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/**
 * Not secureHeaders of Hono: it overrules what an answer sets itself, as a file does that a browser could run. No HSTS
 * either: it would bind all that the host serves on any port, so it is for whoever ends TLS there to say.
 */
const HEADERS: readonly (readonly [string, string])[] = [
  ['Cache-Control', 'no-store'],
  ['Content-Security-Policy', contentSecurityPolicy()],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
  // With `no-referrer` browsers would send forms of our own with the origin `null`.
  ['Referrer-Policy', 'same-origin'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
];

/** For the answer that a handler or an error makes with the context. */
export function prepareHeaders(c: Context): void {
  for (const [name, value] of HEADERS) c.header(name, value);
}

/** For a response that was made without the context. What it says itself stands. */
export function completeHeaders(c: Context): void {
  for (const [name, value] of HEADERS) {
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  }
}
