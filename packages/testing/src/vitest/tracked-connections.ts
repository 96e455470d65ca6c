import pg from 'pg';

const APPLICATION_NAME = 'test';

/** The pools and clients that a test file asked for, so that they can be closed after it. */
export class TrackedConnections {
  readonly #url: () => string;
  readonly #pools: pg.Pool[] = [];
  readonly #clients: pg.Client[] = [];
  #ownPool: pg.Pool | undefined;

  constructor(url: () => string) {
    this.#url = url;
  }

  pool(config: pg.PoolConfig = {}): pg.Pool {
    const pool = new pg.Pool({ connectionString: this.#url(), application_name: APPLICATION_NAME, ...config });
    pool.on('error', ignore);
    this.#pools.push(pool);
    return pool;
  }

  async connect(config: pg.ClientConfig = {}): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url(), application_name: APPLICATION_NAME, ...config });
    client.on('error', ignore);
    this.#clients.push(client);
    await client.connect();
    return client;
  }

  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<Row>> {
    this.#ownPool ??= this.pool();
    return this.#ownPool.query<Row>(text, values);
  }

  /** Closes all. Gives a line for each pool of which clients were never released; empty when there is none. */
  async close(): Promise<string> {
    const pools = this.#pools.splice(0);
    const clients = this.#clients.splice(0);
    this.#ownPool = undefined;
    const unreleased = pools.filter((pool) => pool.totalCount > pool.idleCount);
    // end() of a pool waits for the clients that are out, perhaps for ever.
    for (const pool of unreleased) pool.end().catch(ignore);
    await Promise.all(pools.filter((pool) => !unreleased.includes(pool) && !pool.ended).map((pool) => pool.end()));
    await Promise.all(clients.map((client) => client.end().catch(ignore)));
    return unreleased
      .map(({ totalCount, idleCount, options }) => {
        return `  pool "${options.application_name}": ${totalCount - idleCount} of its clients were not released`;
      })
      .join('\n');
  }
}

/** For errors of connections that a test breaks on purpose: without a listener they would end the process. */
const ignore = (): undefined => undefined;
