import type { Instant } from '@telltale/core';
import { useSyncExternalStore } from 'react';

/** How far the server's clock is ahead of this machine's, in ms: ages are told by the clock that wrote the times. */
let aheadMs = 0;

/** Tells what the time is at the server, as an answer of this moment says. */
export function setServerTime(at: Instant): void {
  const ahead = Date.parse(at) - Date.now();
  // A difference of the way here and back is no difference of clocks.
  aheadMs = Math.abs(ahead) < 1_000 ? 0 : ahead;
}

/** An answer says on the second when it was sent, and may be long on its way: this finds only clocks that are wrong. */
const WRONG_MS = 5_000;

/** Tells what the time is at the server, as the headers of an answer say: for pages that are told nothing more exact. */
export function setServerTimeRoughly(date: string | null): void {
  const at = Date.parse(date ?? '');
  if (Math.abs(at - serverNow()) > WRONG_MS) aheadMs = at - Date.now();
}

/** A moment by this machine's clock, by the server's. */
export function atServer(local: Instant): Instant {
  return new Date(Date.parse(local) + aheadMs).toISOString();
}

/** Ms since the epoch, by the server's clock. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}

/** One timer for all that tick at the same pace; none while nobody looks. */
class Ticker {
  readonly #everyMs: number;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setInterval> | null = null;
  #now = serverNow();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) document.addEventListener('visibilitychange', this.#run);
    this.#listeners.add(listener);
    this.#run();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) document.removeEventListener('visibilitychange', this.#run);
      this.#run();
    };
  };

  readonly now = (): number => this.#now;

  readonly #run = (): void => {
    const isWanted = this.#listeners.size > 0 && document.visibilityState === 'visible';
    if (isWanted && this.#timer === null) {
      this.#tick();
      this.#timer = setInterval(() => this.#tick(), this.#everyMs);
    } else if (!isWanted && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
  };

  #tick(): void {
    this.#now = serverNow();
    for (const listener of [...this.#listeners]) listener();
  }
}

const tickers = { second: new Ticker(1_000), tenth: new Ticker(100) };

/**
 * The time, in ms since the epoch, that moves on by itself. `tenth` is for what counts up with a decimal; both stand still while
 * the page is hidden.
 */
export function useNow(pace: keyof typeof tickers = 'second'): number {
  const { subscribe, now } = tickers[pace];
  return useSyncExternalStore(subscribe, now);
}
