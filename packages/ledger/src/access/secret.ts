import { hash, randomBytes } from 'node:crypto';

const TOKEN = /^tt_[\w-]{43}$/;
const SESSION = /^[\w-]{43}$/;

/** 256 bits of chance; the beginning lets people, and programs that look for leaked secrets, know it for what it is. */
export function newToken(): string {
  return `tt_${newSecret()}`;
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What of a token is kept; `null` if it is none, so that nobody has to be asked. */
export function tokenDigest(text: string): Buffer | null {
  return TOKEN.test(text) ? digest(text) : null;
}

export function sessionDigest(secret: string): Buffer | null {
  return SESSION.test(secret) ? digest(secret) : null;
}

/**
 * Looked up by an index, which need not take the same time for each: how long it takes tells of a digest, and nobody can
 * make a secret that has a given one.
 */
export function digest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
