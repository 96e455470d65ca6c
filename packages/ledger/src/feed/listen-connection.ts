import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { lastingFailure } from './errors.ts';
import { CHANNEL } from './notification.ts';
import type { FeedSettings } from './settings.ts';

/**
 * First, settings for the one statement that is read with here: its plan is made once and goes by index, whatever the
 * statistics of tables that were empty a moment ago say. Then, nothing on the server may end a session that is idle by
 * trade. All in one round trip, after whose commit no notification is missed.
 */
const START = `
  SET plan_cache_mode = force_generic_plan; SET jit = off; SET enable_seqscan = off; SET enable_bitmapscan = off;
  SET enable_hashjoin = off; SET enable_mergejoin = off; SET lock_timeout = 0; SET statement_timeout = 0;
  SET idle_session_timeout = 0; LISTEN ${CHANNEL}`;

/** How long the server may take to say goodbye. */
const CLOSE_MS = 1_000;

export interface ListenConnectionOptions {
  readonly config: pg.ClientConfig;
  /** The database as errors name it. */
  readonly target: string;
  readonly settings: Pick<FeedSettings, 'answerTimeoutMs' | 'heartbeatMs'>;
  readonly onNotification: (payload: string) => void;
  /** Every `heartbeatMs`, as long as the connection answers. */
  readonly onHeartbeat: () => void;
}

/**
 * One life of the connection that listens, and that reads what it was woken for.
 *
 * The read goes over the same connection because notifications could not be acted on meanwhile anyway (one read is
 * under way at a time), because it needs no place in a pool that others fill, and because there is one thing less to be
 * lost.
 *
 * It is lost, for good, when the server or the network ends it, or when anything sent over it is not answered in time:
 * with a heartbeat every `heartbeatMs` a black hole does not go unnoticed.
 */
export class ListenConnection {
  /** Resolves with the reason when the connection is lost. */
  readonly lost: Promise<Error>;
  readonly #options: ListenConnectionOptions;
  readonly #client: pg.Client;
  readonly #stream: Duplex;
  readonly #lost = Promise.withResolvers<Error>();
  #isLost = false;
  /** Resolves when what was sent last has been answered: the driver takes one query at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #open = 0;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(options: ListenConnectionOptions) {
    this.#options = options;
    this.lost = this.#lost.promise;
    this.#stream = options.config.stream?.() ?? new Socket();
    this.#client = new pg.Client({ ...options.config, stream: () => this.#stream });
    this.#client.on('error', (error) => this.#lose(error));
    this.#client.on('end', () => this.#lose(new Error('the connection was closed')));
    this.#client.on('notification', ({ channel, payload = '' }) => {
      if (channel === CHANNEL) options.onNotification(payload);
    });
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Connects and listens. Rejects, and leaves nothing open, if that fails or takes longer than `answerTimeoutMs`. */
  async open(): Promise<void> {
    try {
      await this.#inTime(this.#client.connect());
      await this.#inTime(this.#client.query(START));
    } catch (error) {
      this.#lose(error as Error);
    }
    if (this.#isLost) throw await this.lost;
    this.#heartbeat = setInterval(() => void this.#beat(), this.#options.settings.heartbeatMs);
  }

  /**
   * Runs a statement after those before it. Rejects with a `LedgerQueryError` if the database refuses it for good;
   * after any other failure the connection is lost.
   */
  async query(statement: pg.QueryArrayConfig): Promise<unknown[][]> {
    const turn = this.#turn;
    const answered = Promise.withResolvers<void>();
    this.#turn = answered.promise;
    this.#open += 1;
    await turn;
    try {
      const { rows } = await this.#inTime(this.#client.query<unknown[]>(statement));
      return rows;
    } catch (error) {
      const refused = lastingFailure(this.#options.target, error);
      if (refused === null) this.#lose(error as Error);
      throw refused ?? error;
    } finally {
      this.#open -= 1;
      answered.resolve();
    }
  }

  /** Says goodbye and waits for the end, a second at most. */
  async close(): Promise<void> {
    if (this.#isLost) return;
    clearInterval(this.#heartbeat);
    const limit = setTimeout(() => this.#stream.destroy(), CLOSE_MS);
    await this.#client.end();
    clearTimeout(limit);
    this.#lose(new Error('the feed was closed'));
  }

  /** Ends the connection at once, whatever it is doing. */
  drop(): void {
    this.#lose(new Error('the feed was closed'));
  }

  async #beat(): Promise<void> {
    // What is under way has a limit of its own.
    if (this.#open === 0) await this.query({ text: 'SELECT 1', rowMode: 'array' }).catch(() => undefined);
    if (!this.#isLost) this.#options.onHeartbeat();
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    const { answerTimeoutMs } = this.#options.settings;
    let waiting = true;
    const limit = setTimeout(() => {
      // After the process itself was held up, the answer may lie in the socket unread. The next round of the event loop
      // reads it before it comes here.
      setImmediate(() => {
        if (waiting) this.#lose(new Error(`the database did not answer within ${answerTimeoutMs} ms`));
      });
    }, answerTimeoutMs);
    try {
      return await answer;
    } finally {
      waiting = false;
      clearTimeout(limit);
    }
  }

  #lose(reason: Error): void {
    if (this.#isLost) return;
    this.#isLost = true;
    clearInterval(this.#heartbeat);
    this.#lost.resolve(reason);
    this.#stream.destroy(reason);
  }
}
