import type { Stale } from '@telltale/api';
import { TelltaleError } from '@telltale/core';
import { LRUCache } from 'lru-cache';
import { errorAnswer } from '../errors/error-answer.ts';
import { inTime } from '../http/in-time.ts';

export interface StaleSettings {
  /** How long a read may take before it counts as failed, in ms. Default: 10,000. */
  readonly readTimeoutMs: number;
  /** Memory for earlier answers, in bytes. Default: 32 MiB. */
  readonly keptBytes: number;
  /** Answers longer than this are not kept, in bytes. Default: 512 KiB. */
  readonly largestBytes: number;
}

const STALE_DEFAULTS: StaleSettings = {
  readTimeoutMs: 10_000,
  keptBytes: 33_554_432,
  largestBytes: 524_288,
};

export interface StaleOptions {
  /** Ms since the epoch. */
  readonly now: () => number;
  /** Called for each earlier answer that is given again. */
  readonly onStale?: () => void;
  readonly settings?: Partial<StaleSettings>;
}

interface Kept {
  /** JSON text of an object. */
  readonly body: string;
  readonly at: number;
}

/** What the database says about itself, not about what was asked. */
const OF_THE_DATABASE = ['database_unreachable', 'ledger_query_failed'];

/** Remembers what each address was answered last, and gives that while the database is away. */
export class StaleAnswers {
  readonly #options: StaleOptions;
  readonly #settings: StaleSettings;
  readonly #kept: LRUCache<string, Kept>;

  constructor(options: StaleOptions) {
    this.#options = options;
    this.#settings = { ...STALE_DEFAULTS, ...options.settings };
    this.#kept = new LRUCache({
      maxSize: this.#settings.keptBytes,
      maxEntrySize: this.#settings.largestBytes,
      // Most of it is ASCII, of which V8 keeps a byte a character; the address counts, too.
      sizeCalculation: ({ body }, address) => body.length + address.length + 100,
    });
  }

  /**
   * The JSON text that `read` gives, or, if the database is away, the one that it gave last for this address, with `stale`.
   * Throws what `read` throws if there is no earlier one.
   */
  async answer(address: string, read: () => Promise<string>): Promise<string> {
    try {
      const body = await inTime(this.#settings.readTimeoutMs, read);
      this.#kept.set(address, { body, at: this.#options.now() });
      return body;
    } catch (error) {
      // What has been removed meanwhile must not come back with the next outage.
      if (!isAway(error)) this.#kept.delete(address);
      const kept = this.#kept.get(address);
      if (kept === undefined) throw error;
      this.#options.onStale?.();
      return `{"stale":${JSON.stringify(staleOf(kept, error))},${kept.body.slice(1)}`;
    }
  }
}

function isAway(error: unknown): boolean {
  return error instanceof TelltaleError && error.retryable && OF_THE_DATABASE.includes(error.code);
}

function staleOf({ at }: Kept, error: unknown): Stale {
  const { code = 'internal', message = '' } = errorAnswer(error)?.error ?? {};
  return { since: new Date(at).toISOString(), code, message };
}
