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

/** The schema of the ledger itself. Others have their own (`migrateSchema`). */
export const LEDGER_SCHEMA = 'telltale';

/** The version of a schema in a database; 0 before the first migration. Default: the ledger's. */
export async function schemaVersion(database: Database, schema: string = LEDGER_SCHEMA): Promise<number> {
  return (await readSchemaState(database, schema)).version;
}

/**
 * Refuses a database that this version cannot work with. Throws `SchemaOutdatedError` before `migrate` was run, and
 * `SchemaTooNewError` after a newer Telltale applied a breaking migration.
 */
export async function assertSchema(database: Database): Promise<void> {
  const own = await ownVersion();
  const state = await readSchemaState(database, LEDGER_SCHEMA);
  refuseTooNew(database, LEDGER_SCHEMA, state, own);
  if (state.version < own) throw new SchemaOutdatedError(describeDatabase(database), state.version, own);
}

export function refuseTooNew(database: Database, schema: string, { breakingVersion }: SchemaState, own: number): void {
  if (breakingVersion > own) {
    throw new SchemaTooNewError(inWords(schema), describeDatabase(database), breakingVersion, own);
  }
}

/** What people call the tables of a schema, at the beginning of a sentence. */
export function inWords(schema: string): string {
  return schema === LEDGER_SCHEMA ? 'The ledger' : `The schema ${schema}`;
}

/** `schema` is the name of one of ours, which needs no quotes. */
export async function readSchemaState(database: Database, schema: string): Promise<SchemaState> {
  const exists = await database.query<{ exists: boolean }>(
    `SELECT to_regclass('${schema}.migration') IS NOT NULL AS exists`,
  );
  if (exists.rows[0]?.exists !== true) return { version: 0, breakingVersion: 0 };
  const { rows } = await database.query<SchemaState>(
    `SELECT coalesce(max(version), 0) AS version,
            coalesce(max(version) FILTER (WHERE breaking), 0) AS "breakingVersion"
       FROM ${schema}.migration`,
  );
  return rows[0] ?? { version: 0, breakingVersion: 0 };
}
