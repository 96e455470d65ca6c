import type { ClientBase } from 'pg';

/** pgvector as it is in a database. */
export interface VectorExtension {
  /** Where its types and operators are, quoted for SQL: it need not be on the search path. */
  readonly schema: string;
  /** From 0.8: a search that a filter leaves too little of goes on in the index. */
  readonly iterativeScans: boolean;
}

/** Finds pgvector, or makes it if the server has it and the user may; `null` if not. In a transaction. */
export async function ensureVectorExtension(client: ClientBase): Promise<VectorExtension | null> {
  const installed = await findVectorExtension(client);
  if (installed !== null || !(await isAvailable(client))) return installed;
  // Another process may make it at the same moment, or the user may not: what is there afterwards decides.
  await client.query('SAVEPOINT before_extension');
  await client
    .query('CREATE EXTENSION IF NOT EXISTS vector')
    .catch(() => client.query('ROLLBACK TO SAVEPOINT before_extension'));
  return await findVectorExtension(client);
}

async function findVectorExtension(client: ClientBase): Promise<VectorExtension | null> {
  const { rows } = await client.query<{ schema: string; version: string }>(
    `SELECT extnamespace::regnamespace::text AS schema, extversion AS version FROM pg_extension WHERE extname = 'vector'`,
  );
  const [found] = rows;
  if (found === undefined) return null;
  const [major = 0, minor = 0] = found.version.split('.').map(Number);
  return { schema: found.schema, iterativeScans: major > 0 || minor >= 8 };
}

async function isAvailable(client: ClientBase): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT FROM pg_available_extensions WHERE name = 'vector'`);
  return rowCount === 1;
}
