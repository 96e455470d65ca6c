import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';

const MOST_ATTEMPTS = 10;
const WITHIN_MS = 5 * 60_000;

/** The address that has not failed for the longest time is forgotten first. */
const MOST_ADDRESSES = 10_000;

interface Failures {
  readonly count: number;
  /** When they are forgotten. */
  readonly until: number;
}

/** Counts wrong tokens by where they came from: 10 in 5 minutes, then no more are looked at until these are over. */
export class FailedAttempts {
  readonly #now: () => number;
  readonly #failures = new LRUCache<string, Failures>({ max: MOST_ADDRESSES });

  constructor(now: () => number) {
    this.#now = now;
  }

  /** How long an address has to wait, in ms; 0 if it need not. */
  waitMs(address: string): number {
    const { count, until } = this.#of(address);
    return count >= MOST_ATTEMPTS ? until - this.#now() : 0;
  }

  /** Counts one. `false`: there were too many before, some at the same time as this one. */
  add(address: string): boolean {
    const { count, until } = this.#of(address);
    this.#failures.set(networkOf(address), { count: count + 1, until });
    return count < MOST_ATTEMPTS;
  }

  #of(address: string): Failures {
    const failures = this.#failures.get(networkOf(address));
    const now = this.#now();
    return failures !== undefined && failures.until > now ? failures : { count: 0, until: now + WITHIN_MS };
  }
}

/** Of IPv6, the first 64 bits: whoever has one such address has all that begin like it. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
