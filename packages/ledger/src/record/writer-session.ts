import { randomInt } from 'node:crypto';
import { Socket } from 'node:net';
import pg from 'pg';
import { describeTarget } from '../postgres/target.ts';

/** First half of the advisory lock's key, shared by all recorders: the letters "tell". */
const LOCK_CLASS = 0x74656c6c;

/**
 * `telltale.record` runs many small statements, and what it costs depends on their plans: made once, for any parameters,
 * and by index, whatever the statistics of tables that were empty a moment ago say. `jit` would otherwise start for plans
 * that only look expensive because a sequential scan was ruled out.
 */
const SETTINGS = `
  SET plan_cache_mode = force_generic_plan; SET jit = off; SET enable_seqscan = off; SET enable_bitmapscan = off;
  SET enable_hashjoin = off; SET enable_mergejoin = off; SET lock_timeout = 0; SET statement_timeout = 0;
  SET idle_in_transaction_session_timeout = 0; SET synchronous_commit = on`;

export interface WriterSessionOptions {
  readonly url: string;
  readonly connectTimeoutMs: number;
  readonly applicationName: string;
}

/** The connection is gone, or answered too late to be trusted. What was sent may or may not have been committed. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/**
 * The one connection over which a recorder writes.
 *
 * While it lives it holds an advisory lock of its recorder. A new connection first ends the session that still holds the
 * lock and then waits for it, so when `connect` resolves nothing that was sent over an older connection can be executed
 * any more: it was committed, or never will be. Only that makes it safe to send a flush again.
 */
export class WriterSession {
  /** The database, named for people. */
  readonly target: string;
  readonly #options: WriterSessionOptions;
  readonly #lockKey = randomInt(2 ** 31);
  #client: pg.Client | null = null;
  #socket: Socket | null = null;

  constructor(options: WriterSessionOptions) {
    this.#options = options;
    this.target = describeTarget(options.url);
  }

  get connected(): boolean {
    return this.#client !== null;
  }

  /** Backend process of the live connection; for tests that end it. */
  get processId(): number | null {
    return (this.#client as { processID?: number } | null)?.processID ?? null;
  }

  /** `check` is given the connection before it counts as made. */
  async connect(check?: (client: pg.ClientBase) => Promise<void>): Promise<void> {
    this.drop();
    const { url, connectTimeoutMs, applicationName } = this.#options;
    const socket = new Socket();
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      keepAlive: true,
      stream: () => socket,
    });
    client.on('error', () => this.#forget(client));
    client.on('end', () => this.#forget(client));
    const limit = setTimeout(
      () => socket.destroy(new Error(`no answer within ${connectTimeoutMs} ms`)),
      connectTimeoutMs,
    );
    try {
      await client.connect();
      await client.query(SETTINGS);
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks
          WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND objsubid = 2 AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [LOCK_CLASS, this.#lockKey],
      );
      await client.query('SELECT pg_advisory_lock($1, $2)', [LOCK_CLASS, this.#lockKey]);
      await check?.(client);
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      clearTimeout(limit);
    }
    this.#client = client;
    this.#socket = socket;
  }

  /**
   * Runs a prepared statement. Throws `ConnectionLostError` if the connection ends or does not answer within `timeoutMs`,
   * else what the database said.
   */
  async query<Row extends unknown[]>(
    statement: { readonly name: string; readonly text: string },
    values: unknown[],
    timeoutMs: number,
  ): Promise<Row[]> {
    const client = this.#client;
    const socket = this.#socket;
    if (client === null || socket === null) throw new ConnectionLostError('not connected');
    const limit = setTimeout(() => {
      this.#forget(client);
      socket.destroy(new Error(`the database did not answer within ${timeoutMs} ms`));
    }, timeoutMs);
    try {
      const { rows } = await client.query<Row>({ ...statement, values, rowMode: 'array' });
      return rows;
    } catch (error) {
      if (this.#client === client && error instanceof pg.DatabaseError) throw error;
      this.#forget(client);
      throw new ConnectionLostError((error as Error).message, { cause: error });
    } finally {
      clearTimeout(limit);
    }
  }

  /** Ends the connection at once, whatever it is doing. */
  drop(): void {
    this.#socket?.destroy();
    this.#client = null;
    this.#socket = null;
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    this.#socket = null;
    await client?.end();
  }

  #forget(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#socket = null;
  }
}
