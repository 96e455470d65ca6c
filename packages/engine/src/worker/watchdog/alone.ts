import type { Pool } from 'pg';

/**
 * Does `work` unless somebody else is at it, in whatever process; `false` if so. What is locked is a name, by a transaction
 * of its own: the lock ends with it, or with the connection. It spares double work and guards nothing.
 */
export async function alone(pool: Pool, name: string, work: () => Promise<void>): Promise<boolean> {
  const client = await pool.connect();
  // A transaction that is idle for long may be ended by the server; that only lets the others in.
  const ignore = () => undefined;
  client.on('error', ignore);
  let usable = true;
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ free: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
      [`telltale ${name}`],
    );
    const free = rows[0]?.free === true;
    if (free) await work();
    return free;
  } finally {
    await client.query('COMMIT').catch(() => {
      usable = false;
    });
    client.removeListener('error', ignore);
    client.release(!usable);
  }
}
