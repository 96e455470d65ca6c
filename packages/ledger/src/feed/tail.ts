import type { EventsMessage } from './messages.ts';
import { messageOf, type Page, type RunKey } from './page.ts';
import type { PageReader } from './page-reader.ts';
import type { FeedSettings } from './settings.ts';

/** What one read brought: the events after `after`, up to `last`. */
interface Chunk {
  readonly after: number;
  readonly last: number;
  readonly bytes: number;
  readonly message: EventsMessage;
}

/** A subscriber that waits: `promise` resolves when it should look again. */
export interface Waiter {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(reason: unknown): void;
}

/**
 * The end of one run's trace, read once for all subscribers that are there.
 *
 * It reads only while somebody waits and only when there is reason to: a notification of a newer event, a connection
 * that was away, the heartbeat. What is notified during a read makes one further read, however often.
 *
 *                  place()                    somebody waits, and there is reason to read
 *     ┌──────────┐ ───────────▶ ┌────────┐ ──────────────────────────────────────────────▶ ┌─────────┐
 *     │ unplaced │              │ placed │                                                 │ reading │
 *     └──────────┘              └────────┘ ◀────────────────────────────────────────────── └─────────┘
 *          ▲                                   events that go on from the tip, or nothing       │
 *          └────────────────────────────────────────────────────────────────────────────────────┘
 *                         anything else: everybody looks for himself in the database
 *
 * The newest chunks are kept, up to the limits, so that who is a little late still costs no read. The same message
 * object goes to all who take it whole.
 */
export class Tail {
  readonly key: RunKey;
  readonly #reader: Pick<PageReader, 'read'>;
  readonly #limits: Pick<FeedSettings, 'keptEvents' | 'keptBytes'>;
  readonly #waiters = new Set<Waiter>();
  readonly #chunks: Chunk[] = [];
  #keptEvents = 0;
  #keptBytes = 0;
  /** The newest seq that was read here; `null` while unplaced. */
  #tip: number | null = null;
  /** The newest seq that must be there, as far as somebody said since the last read began. */
  #heard = 0;
  /** Something may be there that nobody told of. */
  #unsure = true;
  #reading = false;

  constructor(key: RunKey, reader: Pick<PageReader, 'read'>, limits: Pick<FeedSettings, 'keptEvents' | 'keptBytes'>) {
    this.key = key;
    this.#reader = reader;
    this.#limits = limits;
  }

  /** What comes next for somebody at `position`, if it is kept here. */
  take(position: number): EventsMessage | null {
    if (this.#tip === null || position >= this.#tip) return null;
    // From the end: who takes from here is hardly ever far from the tip.
    const chunk = this.#chunks.findLast(({ after }) => after <= position);
    if (chunk === undefined) return null;
    if (chunk.after === position) return chunk.message;
    const { events, lastSeq } = chunk.message;
    return Object.freeze({ kind: 'events', events: Object.freeze(events.slice(position - chunk.after)), lastSeq });
  }

  /** Whether somebody at `position` has all that was read here and should wait for more. */
  reaches(position: number): boolean {
    return this.#tip !== null && position >= this.#tip;
  }

  /** Somebody read the database up to `position` and found the end there. */
  place(position: number): void {
    if (this.#tip === null || (position > this.#tip && this.#isIdle)) this.#move(position);
  }

  /** For somebody whom the tail `reaches`. To be given to `forget` in the end. */
  wait(position: number): Waiter {
    this.place(position);
    this.heard(position);
    const waiter = Promise.withResolvers<void>();
    this.#waiters.add(waiter);
    this.#readOn();
    return waiter;
  }

  forget(waiter: Waiter): void {
    this.#waiters.delete(waiter);
  }

  /** The run has events up to `seq`. */
  heard(seq: number): void {
    if (seq <= this.#heard) return;
    this.#heard = seq;
    this.#readOn();
  }

  /** The run may have changed in any way. */
  doubt(): void {
    this.#unsure = true;
    this.#readOn();
  }

  get #isIdle(): boolean {
    return this.#waiters.size === 0 && !this.#reading;
  }

  #readOn(): void {
    const tip = this.#tip;
    if (tip === null || this.#reading || this.#waiters.size === 0) return;
    if (!this.#unsure && this.#heard <= tip) return;
    const expected = this.#heard;
    this.#reading = true;
    this.#unsure = false;
    this.#heard = 0;
    this.#reader.read(this.key, tip).then(
      (page) => this.#apply(page, tip, expected),
      (error) => this.#fail(error),
    );
  }

  #apply(page: Page, tip: number, expected: number): void {
    this.#reading = false;
    const message = messageOf(page, tip);
    // A run that ends before what somebody has already seen of it was set back.
    const setBack = page.bounds !== null && page.bounds.lastSeq < expected;
    if (message === null && !setBack) {
      this.#readOn();
    } else if (message?.kind === 'events' && !setBack) {
      this.#heard = Math.max(this.#heard, message.lastSeq);
      this.#keep({ after: tip, last: tip + message.events.length, bytes: page.bytes, message });
      this.#wakeAll();
    } else {
      this.#move(null);
      this.#wakeAll();
    }
  }

  #fail(error: unknown): void {
    this.#reading = false;
    this.#unsure = true;
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters.clear();
  }

  #wakeAll(): void {
    for (const waiter of this.#waiters) waiter.resolve();
    this.#waiters.clear();
  }

  #keep(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.#tip = chunk.last;
    this.#keptEvents += chunk.last - chunk.after;
    this.#keptBytes += chunk.bytes;
    // The newest one always stays: those who wait for it must find it.
    while (this.#isFull && this.#chunks.length > 1) {
      const oldest = this.#chunks.shift();
      this.#keptEvents -= (oldest?.last ?? 0) - (oldest?.after ?? 0);
      this.#keptBytes -= oldest?.bytes ?? 0;
    }
  }

  get #isFull(): boolean {
    return this.#keptEvents > this.#limits.keptEvents || this.#keptBytes > this.#limits.keptBytes;
  }

  #move(tip: number | null): void {
    this.#tip = tip;
    this.#heard = 0;
    this.#unsure = true;
    this.#chunks.length = 0;
    this.#keptEvents = 0;
    this.#keptBytes = 0;
  }
}
