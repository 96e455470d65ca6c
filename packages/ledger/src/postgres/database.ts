import type { ClientBase, ClientConfig, Pool } from 'pg';
import { describeTarget } from './target.ts';

/** What a query can be sent to. */
export type Database = Pool | ClientBase;

/** A pool is known by its looks: another copy of the driver has another class. */
function isPool(database: Database): database is Pool {
  return 'totalCount' in database;
}

/** Runs `work` on one connection: of the pool, or the client itself. */
export async function withConnection<T>(database: Database, work: (client: ClientBase) => Promise<T>): Promise<T> {
  if (!isPool(database)) return await work(database);
  const client = await database.connect();
  // Without a listener the driver ends the process for a connection that is lost between two statements.
  const ignore = () => undefined;
  client.on('error', ignore);
  try {
    return await work(client);
  } finally {
    client.removeListener('error', ignore);
    client.release();
  }
}

/** `describeTarget` for a pool or a client. */
export function describeDatabase(database: Database): string {
  return describeConfig(isPool(database) ? database.options : (database as ClientBase & ClientConfig));
}

/** `describeTarget` for options of the driver. */
export function describeConfig({ connectionString, host, port, database }: ClientConfig): string {
  if (connectionString !== undefined) return describeTarget(connectionString);
  return `${host ?? 'localhost'}:${port ?? 5432}${database === undefined ? '' : `/${database}`}`;
}
