import { SchemaOutdatedError, SchemaTooNewError } from '../errors.ts';
import { type Database, describeDatabase } from '../postgres/database.ts';
import { ownVersion } from './migration-files.ts';

/** What a database says about itself. */
interface SchemaState {
  /** The newest migration that was applied; 0 before the first. */
  readonly version: number;
  /** The newest that was a breaking one. */
  readonly breakingVersion: number;
}

/** The ledger's schema version in a database; 0 before the first migration. */
export async function schemaVersion(database: Database): Promise<number> {
  return (await readSchemaState(database)).version;
}

/**
 * Refuses a database that this version cannot work with. Throws `SchemaOutdatedError` before `migrate` was run, and
 * `SchemaTooNewError` after a newer Telltale applied a breaking migration.
 */
export async function assertSchema(database: Database): Promise<void> {
  const own = await ownVersion();
  const state = await readSchemaState(database);
  refuseTooNew(database, state, own);
  if (state.version < own) throw new SchemaOutdatedError(describeDatabase(database), state.version, own);
}

export function refuseTooNew(database: Database, { breakingVersion }: SchemaState, own: number): void {
  if (breakingVersion > own) throw new SchemaTooNewError(describeDatabase(database), breakingVersion, own);
}

export async function readSchemaState(database: Database): Promise<SchemaState> {
  const exists = await database.query<{ exists: boolean }>(
    `SELECT to_regclass('telltale.migration') IS NOT NULL AS exists`,
  );
  if (exists.rows[0]?.exists !== true) return { version: 0, breakingVersion: 0 };
  const { rows } = await database.query<SchemaState>(
    `SELECT coalesce(max(version), 0) AS version,
            coalesce(max(version) FILTER (WHERE breaking), 0) AS "breakingVersion"
       FROM telltale.migration`,
  );
  return rows[0] ?? { version: 0, breakingVersion: 0 };
}
