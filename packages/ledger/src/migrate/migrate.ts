import pg, { type ClientBase } from 'pg';
import { DbosSchemaMissingError, PostgresTooOldError } from '../errors.ts';
import { connectionError, failedConnection } from '../postgres/connection-error.ts';
import { type Database, describeDatabase, withConnection } from '../postgres/database.ts';
import { describeTarget } from '../postgres/target.ts';
import { applyMigrations, type MigrateOptions, type MigrateResult } from './apply-migrations.ts';
import { missingDbosColumns } from './dbos-columns.ts';
import { readMigrations } from './migration-files.ts';
import { LEDGER_SCHEMA } from './schema-version.ts';

const OLDEST_MAJOR = 15;

/**
 * Brings the ledger's tables in a database to this version, next to those of DBOS, which have to be there already. Safe to
 * call from any number of processes at once, and cheap when there is nothing to do.
 *
 * `database` is a URL, a pool, or a client that is not in a transaction; behind a pooler of transactions, give a direct
 * connection.
 *
 * Throws `DatabaseUnreachableError`, `PostgresTooOldError`, `DbosSchemaMissingError`, `SchemaTooNewError`,
 * `MigrationLockedError`, or `MigrationFailedError`, which leaves the version before.
 */
export async function migrate(database: Database | string, options: MigrateOptions = {}): Promise<MigrateResult> {
  return await withClient(database, async (client) => {
    await refuseOldPostgres(client);
    const missing = await missingDbosColumns(client);
    if (missing.length > 0) throw new DbosSchemaMissingError(describeDatabase(client), missing);
    return await applyMigrations(client, { schema: LEDGER_SCHEMA, migrations: await readMigrations() }, options);
  });
}

/** A schema beside the ledger's, of somebody who keeps tables of their own. */
export interface OwnSchema {
  /** Its name, of lower-case letters, digits and underscores. It goes into statements as it is. */
  readonly schema: string;
  /** Where its numbered SQL files are: `000001_tables.sql` and so on, as those of this package. */
  readonly folder: URL;
}

/**
 * Brings another schema to what its files say, in the same way and under the same lock as `migrate`; it keeps its own table
 * `migration`. Throws what `migrate` throws but for DBOS's tables, which it does not look for.
 */
export async function migrateSchema(
  database: Database | string,
  { schema, folder }: OwnSchema,
  options: MigrateOptions = {},
): Promise<MigrateResult> {
  return await withClient(database, async (client) => {
    await refuseOldPostgres(client);
    return await applyMigrations(client, { schema, migrations: await readMigrations(folder) }, options);
  });
}

async function withClient<T>(database: Database | string, work: (client: ClientBase) => Promise<T>): Promise<T> {
  if (typeof database === 'string') return await withOwnClient(database, work);
  try {
    return await withConnection(database, work);
  } catch (cause) {
    throw connectionError(describeDatabase(database), cause) ?? cause;
  }
}

async function refuseOldPostgres(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: string; number: number }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::integer AS number`,
  );
  const [server] = rows;
  if (server === undefined || server.number >= OLDEST_MAJOR * 10_000) return;
  throw new PostgresTooOldError(describeDatabase(client), server.version, OLDEST_MAJOR);
}

async function withOwnClient<T>(url: string, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const target = describeTarget(url);
  let client: pg.Client;
  try {
    client = new pg.Client({ connectionString: url, application_name: 'telltale-migrate' });
    client.on('error', () => undefined); // The query under way reports it; without a listener it ends the process.
    await client.connect();
  } catch (cause) {
    throw failedConnection(target, cause);
  }
  try {
    return await work(client);
  } catch (cause) {
    throw connectionError(target, cause) ?? cause;
  } finally {
    await client.end().catch(() => undefined);
  }
}
