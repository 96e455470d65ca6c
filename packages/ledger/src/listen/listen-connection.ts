import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { lastingFailure } from '../postgres/lasting-failure.ts';
import type { ListenerSettings } from './settings.ts';

/** Nothing on the server may end a session that is idle by trade. */
const STAY = 'SET lock_timeout = 0; SET statement_timeout = 0; SET idle_session_timeout = 0';

/** How long the server may take to say goodbye. */
const CLOSE_MS = 1_000;

export interface ListenConnectionOptions {
  readonly config: pg.ClientConfig;
  /** The database as errors name it. */
  readonly target: string;
  readonly settings: Pick<ListenerSettings, 'answerTimeoutMs' | 'heartbeatMs'>;
  readonly channels: readonly string[];
  /** Statements for what is to be read over this connection: run once, before it listens. */
  readonly prepare: readonly string[];
  readonly onNotification: (channel: string, payload: string) => void;
  /** Every `heartbeatMs`, as long as the connection answers. */
  readonly onHeartbeat: () => void;
}

/**
 * One life of the connection that listens, and over which one may read what one was woken for.
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
    this.#client.on('notification', ({ channel, payload = '' }) => options.onNotification(channel, payload));
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Connects and listens. Rejects, and leaves nothing open, if that fails or takes longer than `answerTimeoutMs`. */
  async open(): Promise<void> {
    try {
      await this.#inTime(this.#client.connect());
      await this.#inTime(this.#client.query(this.#start()));
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
    this.#lose(new Error('the listener was closed'));
  }

  /** Ends the connection at once, whatever it is doing. */
  drop(): void {
    this.#lose(new Error('the listener was closed'));
  }

  /** In one round trip, after whose commit no notification is missed. */
  #start(): string {
    const { prepare, channels } = this.#options;
    return [...prepare, STAY, ...channels.map((channel) => `LISTEN ${pg.escapeIdentifier(channel)}`)].join('; ');
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
