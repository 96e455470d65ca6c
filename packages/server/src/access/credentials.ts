import { hash } from 'node:crypto';
import { TelltaleError } from '@telltale/core';
import { findSession, findToken } from '@telltale/ledger';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { inTime } from '../http/in-time.ts';
import { SharedReads } from '../http/shared-reads.ts';
import type { Principal } from './principal.ts';

/** How long a revoked token may go on. */
const FRESH_MS = 5_000;

/** How long what was verified stands while the database is away. */
const STANDS_MS = 10 * 60_000;

const MOST = 1_000;

/** How long the database may take to say whose a token is. */
const LOOKUP_TIMEOUT_MS = 3_000;

interface Verified {
  readonly principal: Principal;
  /** When the database was asked. */
  readonly at: number;
}

/** Finds out whose a token or a session is, and remembers it for a moment. Asks once for all that ask at the same time. */
export class Credentials {
  readonly #pool: Pool;
  readonly #now: () => number;
  readonly #verified = new LRUCache<string, Verified>({ max: MOST });
  readonly #asked = new SharedReads<Principal | null>();

  constructor(pool: Pool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
  }

  /**
   * `null`: it opens nothing. Throws what the database says against being asked, unless the request only reads (`reading`) and
   * the token was good a short while ago.
   */
  async ofToken(text: string, reading: boolean): Promise<Principal | null> {
    return await this.#find(tokenKey(text), reading, async () => {
      const token = await findToken(this.#pool, text);
      return token && { name: token.name, role: token.role, expiresAt: token.expiresAt };
    });
  }

  /** The same for a session. */
  async ofSession(secret: string, reading: boolean): Promise<Principal | null> {
    return await this.#find(sessionKey(secret), reading, async () => {
      const session = await findSession(this.#pool, secret);
      return session && { name: session.token.name, role: session.token.role, expiresAt: session.expiresAt };
    });
  }

  /** Whether the token was good a short while ago. */
  knowsToken(text: string): boolean {
    return this.#remembered(tokenKey(text), STANDS_MS) !== null;
  }

  forgetSession(secret: string): void {
    this.#verified.delete(sessionKey(secret));
  }

  async #find(key: string, reading: boolean, ask: () => Promise<Principal | null>): Promise<Principal | null> {
    const fresh = this.#remembered(key, FRESH_MS);
    if (fresh !== null) return fresh;
    try {
      return await this.#asked.get(key, () => this.#ask(key, ask));
    } catch (error) {
      const isAway = error instanceof TelltaleError && error.retryable;
      const earlier = reading && isAway ? this.#remembered(key, STANDS_MS) : null;
      if (earlier === null) throw error;
      return earlier;
    }
  }

  async #ask(key: string, ask: () => Promise<Principal | null>): Promise<Principal | null> {
    const at = this.#now();
    const principal = await inTime(LOOKUP_TIMEOUT_MS, ask);
    if (principal === null) this.#verified.delete(key);
    else this.#verified.set(key, { principal, at });
    return principal;
  }

  #remembered(key: string, withinMs: number): Principal | null {
    const verified = this.#verified.get(key);
    if (verified === undefined || this.#now() - verified.at >= withinMs) return null;
    const { expiresAt } = verified.principal;
    return expiresAt !== null && Date.parse(expiresAt) <= this.#now() ? null : verified.principal;
  }
}

function tokenKey(text: string): string {
  return `token ${hash('sha256', text)}`;
}

function sessionKey(secret: string): string {
  return `session ${hash('sha256', secret)}`;
}
