import type pg from 'pg';
import { failedConnection } from '../postgres/connection-error.ts';
import { pause } from '../postgres/pause.ts';
import { retryDelayMs } from '../postgres/retry-delay.ts';
import { FeedClosedError } from './errors.ts';
import { ListenConnection } from './listen-connection.ts';
import type { FeedStatus } from './messages.ts';
import { tell } from './observers.ts';
import type { FeedHooks, FeedSettings } from './settings.ts';

export interface ListenerOptions {
  readonly config: pg.ClientConfig;
  /** The database as errors name it. */
  readonly target: string;
  readonly settings: FeedSettings;
  readonly hooks: FeedHooks;
  readonly now: () => number;
  readonly onNotification: (payload: string) => void;
  readonly onHeartbeat: () => void;
  /** `LISTEN` is in force. What was notified before may have been missed. */
  readonly onLive: () => void;
  readonly onStatus: ((status: FeedStatus) => void) | undefined;
}

/**
 * Keeps one connection listening, for as long as it is not closed.
 *
 *                  connected, LISTEN in force
 *     ┌────────────┐ ─────────────────────▶ ┌──────┐
 *  ┌─▶│ connecting │                        │ live │
 *  │  └────────────┘ ◀───────────────────── └──────┘
 *  └───────┘          ended, or no answer      │
 *   failed: pause,         in time             │ close()
 *   then again │ close()                       ▼
 *              └─────────────────────────▶ ┌────────┐
 *                                          │ closed │
 *                                          └────────┘
 *
 * The pauses grow as `retryDelayMs` says. They start over once a connection has lived for longer than the longest of
 * them, so one that dies at once, again and again, is not made in a tight loop.
 */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #closing = new AbortController();
  #status: FeedStatus;
  #connection: ListenConnection | null = null;
  #live = Promise.withResolvers<ListenConnection>();
  #ended: Promise<void> = Promise.resolve();

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#status = { state: 'connecting', since: this.#instant(), error: null };
    this.#live.promise.catch(() => undefined);
  }

  get status(): FeedStatus {
    return this.#status;
  }

  /** Aborts when the listener is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  start(): void {
    this.#ended = this.#keepListening();
  }

  /** The connection, once it listens. Rejects with `FeedClosedError` when that will never be. */
  async live(): Promise<ListenConnection> {
    if (this.closing.aborted) throw new FeedClosedError();
    return await this.#live.promise;
  }

  async close(): Promise<void> {
    if (!this.closing.aborted) {
      this.#closing.abort();
      const wasLive = this.#status.state === 'live';
      this.#enter('closed', null);
      this.#live.reject(new FeedClosedError()); // For those who wait; the others ask `live` again.
      if (wasLive) await this.#connection?.close();
      else this.#connection?.drop();
    }
    await this.#ended;
  }

  async #keepListening(): Promise<void> {
    const { settings, hooks, target, config, onNotification, onHeartbeat } = this.#options;
    for (let attempt = 1; !this.closing.aborted; attempt += 1) {
      let livedMs = 0;
      let reason: Error;
      try {
        const connection = new ListenConnection({ config, target, settings, onNotification, onHeartbeat });
        this.#connection = connection;
        await connection.open();
        const startedMs = performance.now();
        this.#goLive(connection);
        reason = await connection.lost;
        livedMs = performance.now() - startedMs;
      } catch (error) {
        reason = error as Error;
      }
      if (this.closing.aborted) return;
      if (livedMs > settings.maxRetryMs) attempt = 1;
      const error = failedConnection(target, reason);
      this.#goOffline(error);
      const delayMs = retryDelayMs(attempt, settings);
      tell(() => hooks.retrying?.({ error, attempt, delayMs }));
      await pause(delayMs, this.closing);
    }
  }

  #goLive(connection: ListenConnection): void {
    if (this.closing.aborted || connection.isLost) return;
    this.#enter('live', null);
    this.#live.resolve(connection);
    this.#options.onLive();
    tell(() => this.#options.hooks.listening?.());
  }

  #goOffline(error: Error): void {
    if (this.#status.state === 'live') {
      this.#live = Promise.withResolvers<ListenConnection>();
      this.#live.promise.catch(() => undefined);
      this.#enter('connecting', error);
    } else {
      this.#status = Object.freeze({ ...this.#status, error });
    }
  }

  #enter(state: FeedStatus['state'], error: Error | null): void {
    this.#status = Object.freeze({ state, since: this.#instant(), error });
    tell(() => this.#options.onStatus?.(this.#status));
  }

  #instant(): string {
    return new Date(this.#options.now()).toISOString();
  }
}
