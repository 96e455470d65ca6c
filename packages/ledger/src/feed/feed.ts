import type pg from 'pg';
import { InvalidFilterError, RunNotFoundError, SeqAheadError } from '../errors.ts';
import { ChannelListener } from '../listen/channel-listener.ts';
import type { ListenConnection } from '../listen/listen-connection.ts';
import { listeningConfig } from '../listen/listening-config.ts';
import { tell } from '../observers.ts';
import { failedConnection } from '../postgres/connection-error.ts';
import { describeConfig, describeDatabase } from '../postgres/database.ts';
import { lastingFailure } from '../postgres/lasting-failure.ts';
import { pause } from '../postgres/pause.ts';
import { retryDelayMs } from '../postgres/retry-delay.ts';
import { FeedClosedError } from './errors.ts';
import { FeedStream, type StreamSource } from './feed-stream.ts';
import { type FoundRun, findRun } from './find-run.ts';
import { followRun } from './follow-run.ts';
import type { ChangesMessage, FeedStatus, RunMessage } from './messages.ts';
import { CHANNEL, parseNotification } from './notification.ts';
import { PageReader } from './page-reader.ts';
import { queryPool } from './query-pool.ts';
import type { ReadStatement } from './read-pages.ts';
import { FEED_DEFAULTS, type FeedHooks, type FeedSettings } from './settings.ts';
import { Tail } from './tail.ts';
import { Tails } from './tails.ts';
import { type PendingChanges, watchChanges } from './watch-changes.ts';

export interface FeedOptions extends Partial<FeedSettings> {
  /**
   * For look-ups when somebody subscribes (one connection each, for a moment) and for history (one connection at a
   * time, for all). What is live does not use it.
   */
  readonly pool: pg.Pool;
  /**
   * Where to listen, if not as the pool connects: a direct URL or a session pooler's, when the pool goes through a
   * pooler of transactions, which would swallow notifications.
   */
  readonly url?: string;
  /** Of the listening connection, in `pg_stat_activity`. Default: `telltale-feed`. */
  readonly applicationName?: string;
  /** Told of each change of state. */
  readonly onStatus?: (status: FeedStatus) => void;
  /** Milliseconds since the Unix epoch. Default: `Date.now`. */
  readonly now?: () => number;
  readonly hooks?: FeedHooks;
}

export interface SubscribeOptions {
  /** The seq of the last event that the subscriber has. Default: 0, from the start. */
  readonly after?: number;
  readonly signal?: AbortSignal;
}

export interface ChangesOptions {
  readonly signal?: AbortSignal;
}

/**
 * For the one statement that is read over the listening connection: its plan is made once and goes by index, whatever
 * the statistics of tables that were empty a moment ago say.
 */
const PLAN_BY_INDEX = `
  SET plan_cache_mode = force_generic_plan; SET jit = off; SET enable_seqscan = off; SET enable_bitmapscan = off;
  SET enable_hashjoin = off; SET enable_mergejoin = off`;

/**
 * The live side of the ledger: one per process, with one connection that listens, for any number of subscribers.
 *
 * It listens first, then reads from where each subscriber is, then follows; whenever the connection was lost it does
 * the same again. A notification is a wake-up and never the data, so losing one loses nothing.
 */
export class Feed implements AsyncDisposable {
  readonly settings: FeedSettings;
  readonly #pool: pg.Pool;
  readonly #hooks: FeedHooks;
  readonly #listener: ChannelListener;
  readonly #history: PageReader;
  readonly #tails: Tails;
  readonly #watchers = new Set<PendingChanges>();
  readonly #running = new Set<FeedStream<unknown>>();
  readonly #statusWatchers = new Set<(status: FeedStatus) => void>();

  constructor(options: FeedOptions) {
    const { pool, url, applicationName = 'telltale-feed', onStatus, now = Date.now, hooks = {}, ...settings } = options;
    if (onStatus !== undefined) this.#statusWatchers.add(onStatus);
    this.settings = { ...FEED_DEFAULTS, ...settings };
    this.#pool = pool;
    this.#hooks = hooks;
    const { readEvents } = this.settings;
    const tips = new PageReader({ source: 'tip', execute: (read) => this.#readTips(read), readEvents, hooks });
    this.#history = new PageReader({
      source: 'history',
      execute: (read) => this.#readHistory(read),
      readEvents,
      hooks,
    });
    this.#tails = new Tails({
      makeTail: (key) => new Tail(key, tips, this.settings),
      onDropped: (runId) => tell(() => hooks.dropped?.({ runId })),
    });
    const config = url === undefined ? pool.options : { connectionString: url };
    this.#listener = new ChannelListener({
      config: listeningConfig(config, applicationName),
      target: describeConfig(config),
      channels: [CHANNEL],
      prepare: [PLAN_BY_INDEX],
      settings: this.settings,
      hooks,
      now,
      onNotification: (_, payload) => this.#hear(payload),
      onHeartbeat: () => this.#tails.doubt(),
      onLive: () => this.#catchUp(),
      onStatus: (status) => this.#tellStatus(status),
    });
    this.#listener.start();
  }

  get status(): FeedStatus {
    return this.#listener.status;
  }

  /** Tells of each change of state from now on, until what it gives is called. */
  watchStatus(onStatus: (status: FeedStatus) => void): () => void {
    this.#statusWatchers.add(onStatus);
    return () => void this.#statusWatchers.delete(onStatus);
  }

  /**
   * The trace of one run after the event `after`, then everything as it is recorded. The messages hold each event once,
   * in order of `seq`, without a gap; where that is not possible any more they say so (`reset`, `gone`).
   *
   * A reader may be as slow as he likes. While the database is away he waits, and then gets what came meanwhile.
   * Resolves when the position has been checked, so before the first message. Throws `RunNotFoundError`,
   * `SeqAheadError` when the run has not got that far, `DatabaseUnreachableError`, `FeedClosedError` or
   * `InvalidFilterError`; then and while reading, `LedgerQueryError` if the database refuses it for good.
   */
  async subscribe(runId: string, { after = 0, signal }: SubscribeOptions = {}): Promise<FeedStream<RunMessage>> {
    if (!Number.isInteger(after) || after < 0) throw new InvalidFilterError('after', 'a whole number from 0 on', after);
    const key = await this.#find(runId);
    if (this.#listener.closing.aborted) throw new FeedClosedError();
    if (key === null) throw new RunNotFoundError(runId);
    if (after > key.lastSeq) throw new SeqAheadError(runId, after, key.lastSeq);
    const follow = { key, after, tails: this.#tails, history: this.#history, hooks: this.#hooks };
    return this.#stream((life) => followRun(life, follow), signal);
  }

  /**
   * Which runs have new events, of all runs. The first message is `resync`, once the feed is live: load the list then,
   * not before. After a reconnection comes another one, since changes may have been missed. What changes between two
   * messages is one message: to be told at most once in a while, wait before asking for the next.
   */
  changes({ signal }: ChangesOptions = {}): FeedStream<ChangesMessage> {
    if (this.#listener.closing.aborted) throw new FeedClosedError();
    const options = { watchers: this.#watchers, isLive: () => this.status.state === 'live' };
    return this.#stream((life) => watchChanges(life, options), signal);
  }

  /** Ends all streams and the connection. A read that is under way over the pool ends by itself. */
  async close(): Promise<void> {
    const closed = this.#listener.close();
    for (const stream of this.#running) stream.end();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #stream<T>(source: StreamSource<T>, signal: AbortSignal | undefined): FeedStream<T> {
    return new FeedStream(source, { signal, closing: this.#listener.closing, running: this.#running });
  }

  #hear(payload: string): void {
    const change = parseNotification(payload);
    if (change === null) {
      tell(() => this.#hooks.ignored?.({ payload }));
      return;
    }
    this.#tails.heard(change.runId, change.lastSeq);
    for (const pending of this.#watchers) pending.add(change);
  }

  #tellStatus(status: FeedStatus): void {
    for (const onStatus of this.#statusWatchers) tell(() => onStatus(status));
  }

  #catchUp(): void {
    this.#tails.doubt();
    for (const pending of this.#watchers) pending.resync();
  }

  async #find(runId: string): Promise<FoundRun | null> {
    if (this.#listener.closing.aborted) throw new FeedClosedError();
    try {
      return await findRun(this.#pool, runId, this.settings.answerTimeoutMs);
    } catch (error) {
      const target = describeDatabase(this.#pool);
      throw lastingFailure(target, error) ?? failedConnection(target, error);
    }
  }

  async #live(): Promise<ListenConnection> {
    const connection = await this.#listener.live();
    if (connection === null) throw new FeedClosedError();
    return connection;
  }

  /**
   * Over the connection that listens; when it is lost, over the next one, which listened before it is read from. Not
   * over the pool: notifications could not be acted on meanwhile anyway (one read is under way at a time), no place is
   * needed in a pool that others fill, and there is one thing less to be lost.
   */
  async #readTips(statement: ReadStatement): Promise<unknown[][]> {
    for (;;) {
      const connection = await this.#live();
      try {
        return await connection.query(statement);
      } catch (error) {
        if (!connection.isLost) throw error;
      }
    }
  }

  /** Over the pool, and only while the feed is live: an outage should not fill the pool with attempts. */
  async #readHistory(statement: ReadStatement): Promise<unknown[][]> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#live();
      try {
        return await queryPool(this.#pool, statement, this.settings.answerTimeoutMs);
      } catch (error) {
        const refused = lastingFailure(describeDatabase(this.#pool), error);
        if (refused !== null) throw refused;
        await pause(retryDelayMs(attempt, this.settings), this.#listener.closing);
      }
    }
  }
}

/** Makes a feed, which connects at once and goes on trying until it is closed. */
export function createFeed(options: FeedOptions): Feed {
  return new Feed(options);
}
