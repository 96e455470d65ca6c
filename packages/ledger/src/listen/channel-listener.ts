import type pg from 'pg';
import { tell } from '../observers.ts';
import { failedConnection } from '../postgres/connection-error.ts';
import { pause } from '../postgres/pause.ts';
import { retryDelayMs } from '../postgres/retry-delay.ts';
import { ListenConnection } from './listen-connection.ts';
import type { Listener, ListenerStatus } from './listener.ts';
import type { ListenerHooks, ListenerSettings } from './settings.ts';

export interface ChannelListenerOptions {
  readonly config: pg.ClientConfig;
  /** The database as errors name it. */
  readonly target: string;
  readonly channels: readonly string[];
  /** Statements for what is to be read over the connection: run once on each, before it listens. Default: none. */
  readonly prepare?: readonly string[];
  readonly settings: ListenerSettings;
  readonly hooks: ListenerHooks;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly onNotification: (channel: string, payload: string) => void;
  readonly onHeartbeat?: () => void;
  /** `LISTEN` is in force. What was notified before may have been missed. */
  readonly onLive: () => void;
  readonly onStatus: ((status: ListenerStatus) => void) | undefined;
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
export class ChannelListener implements Listener {
  readonly #options: ChannelListenerOptions;
  readonly #closing = new AbortController();
  #status: ListenerStatus;
  #connection: ListenConnection | null = null;
  #live = Promise.withResolvers<ListenConnection | null>();
  #ended: Promise<void> = Promise.resolve();

  constructor(options: ChannelListenerOptions) {
    this.#options = options;
    this.#status = { state: 'connecting', since: this.#instant(), error: null };
  }

  get status(): ListenerStatus {
    return this.#status;
  }

  /** Aborts when the listener is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  start(): void {
    this.#ended = this.#keepListening();
  }

  /** The connection, once it listens; `null` when that will never be, because this was closed. */
  async live(): Promise<ListenConnection | null> {
    return this.closing.aborted ? null : await this.#live.promise;
  }

  async close(): Promise<void> {
    if (!this.closing.aborted) {
      this.#closing.abort();
      const wasLive = this.#status.state === 'live';
      this.#enter('closed', null);
      this.#live.resolve(null);
      if (wasLive) await this.#connection?.close();
      else this.#connection?.drop();
    }
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #keepListening(): Promise<void> {
    const { settings, hooks, target } = this.#options;
    for (let attempt = 1; !this.closing.aborted; attempt += 1) {
      let livedMs = 0;
      let reason: Error;
      try {
        const connection = this.#connect();
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

  #connect(): ListenConnection {
    const { config, target, settings, channels, prepare = [], onNotification, onHeartbeat } = this.#options;
    return new ListenConnection({
      config,
      target,
      settings,
      channels,
      prepare,
      onNotification: (channel, payload) => {
        // What comes earlier is covered by `onLive`, and who closes wants to hear no more.
        if (this.#status.state === 'live') tell(() => onNotification(channel, payload));
      },
      onHeartbeat: () => tell(() => onHeartbeat?.()),
    });
  }

  #goLive(connection: ListenConnection): void {
    if (this.closing.aborted || connection.isLost) return;
    this.#enter('live', null);
    this.#live.resolve(connection);
    tell(() => this.#options.onLive());
    tell(() => this.#options.hooks.listening?.());
  }

  #goOffline(error: Error): void {
    if (this.#status.state === 'live') {
      this.#live = Promise.withResolvers();
      this.#enter('connecting', error);
    } else {
      this.#status = Object.freeze({ ...this.#status, error });
    }
  }

  #enter(state: ListenerStatus['state'], error: Error | null): void {
    this.#status = Object.freeze({ state, since: this.#instant(), error });
    tell(() => this.#options.onStatus?.(this.#status));
  }

  #instant(): string {
    return new Date(this.#options.now()).toISOString();
  }
}
