import { setTimeout as delay } from 'node:timers/promises';
import { TokenBucket } from 'limiter';
import { wikidataBusy } from './errors.ts';

/** Requests in a second, and how many of them may be made at once after a rest. */
const PER_SECOND = 5;
const BURST = 10;

/** When a service may be asked: not too often, and not while it wants to be left alone. */
export class Pace {
  readonly #bucket = new TokenBucket({ bucketSize: BURST, tokensPerInterval: PER_SECOND, interval: 'second' });
  #restsUntilMs = 0;

  constructor() {
    // The bucket comes empty.
    this.#bucket.content = BURST;
  }

  /** Resolves when a request may be made. Throws `WikidataError` while none may, and the signal's reason. */
  async turn(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const restMs = this.#restsUntilMs - performance.now();
      if (restMs > 0) throw wikidataBusy(restMs);
      if (this.#bucket.tryRemoveTokens(1)) return;
      await delay(Math.max(1, this.#bucket.getWaitTime(1)), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Nobody gets a turn for so long. */
  rest(ms: number): void {
    this.#restsUntilMs = Math.max(this.#restsUntilMs, performance.now() + ms);
  }
}

const paces = new Map<string, Pace>();

/** The pace of a host, for all in this process. */
export function paceOf(host: string): Pace {
  const known = paces.get(host) ?? new Pace();
  paces.set(host, known);
  return known;
}
