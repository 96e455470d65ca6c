import pg from 'pg';

/** In ms. A host that swallows packets would otherwise hold a call for minutes. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A pool that outlives its connections. For one that is lost while nobody listens the driver would end the process, and
 * nobody does while it lies idle, nor in the moment in which it becomes ready: a server that shuts down can say that it is
 * ready and that it is over in one packet. Whoever uses a connection is told by his call.
 */
export function createPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ connectionTimeoutMillis: CONNECT_TIMEOUT_MS, ...config });
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

function ignore(): void {}
