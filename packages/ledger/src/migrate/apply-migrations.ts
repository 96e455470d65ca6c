import type { ClientBase } from 'pg';
import { MigrationFailedError, MigrationLockedError } from '../errors.ts';
import { connectionError } from '../postgres/connection-error.ts';
import { describeDatabase } from '../postgres/database.ts';
import type { Migration } from './migration-files.ts';
import { inWords, readSchemaState, refuseTooNew } from './schema-version.ts';

export interface MigrateOptions {
  /** How long to wait while another process migrates the same database, in ms. Default: 300,000. 0 waits for ever. */
  readonly lockTimeoutMs?: number;
}

export interface MigrateResult {
  /** The version that the database had. */
  readonly from: number;
  /** The version that it has now: this package's own, or the newer one that it had. */
  readonly to: number;
  /** The files that were applied, in order. */
  readonly applied: readonly string[];
}

const DEFAULT_LOCK_TIMEOUT_MS = 300_000;

/** The ASCII codes of `telltale`, as the one number by which all processes that migrate know each other. */
const LOCK_KEY = 0x74656c6c74616c65n;

const LOCK_NOT_AVAILABLE = '55P03';

const bootstrap = (schema: string) => `
  CREATE SCHEMA IF NOT EXISTS ${schema};
  CREATE TABLE IF NOT EXISTS ${schema}.migration (
    version integer PRIMARY KEY,
    name text NOT NULL,
    breaking boolean NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`;

/**
 * Applies those of `migrations` that the database lacks, each in a transaction of its own, under a session lock: of many
 * processes that come at the same time one does the work, and the others wait and find nothing left to do.
 */
export async function applyMigrations(
  client: ClientBase,
  { schema, migrations }: { readonly schema: string; readonly migrations: readonly Migration[] },
  { lockTimeoutMs = DEFAULT_LOCK_TIMEOUT_MS }: MigrateOptions = {},
): Promise<MigrateResult> {
  const own = migrations.at(-1)?.version ?? 0;
  const before = await readSchemaState(client, schema);
  refuseTooNew(client, schema, before, own);
  // The usual start finds nothing to do, and need not queue for the lock.
  if (before.version >= own) return { from: before.version, to: before.version, applied: [] };
  await lock(client, lockTimeoutMs);
  try {
    const state = await readSchemaState(client, schema);
    refuseTooNew(client, schema, state, own);
    if (state.version === 0)
      await inTransaction(client, { schema, file: 'the table of migrations', version: 0 }, bootstrap(schema));
    const missing = migrations.filter(({ version }) => version > state.version);
    for (const migration of missing) await apply(client, schema, migration);
    return {
      from: state.version,
      to: Math.max(own, state.version),
      applied: missing.map(({ file }) => file),
    };
  } finally {
    // On a connection that broke the lock is gone already, and the error that broke it says more than this one's.
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK_KEY]).catch(() => undefined);
  }
}

/** A session's advisory lock outlives the transaction, while the limit of the wait for it does not. */
async function lock(client: ClientBase, timeoutMs: number): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT set_config('lock_timeout', $1, true)`, [String(timeoutMs)]);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw hasCode(cause, LOCK_NOT_AVAILABLE) ? new MigrationLockedError(describeDatabase(client), timeoutMs) : cause;
  }
}

async function apply(client: ClientBase, schema: string, { version, file, breaking, sql }: Migration): Promise<void> {
  await inTransaction(client, { schema, file, version: version - 1 }, sql, async () => {
    await client.query(`INSERT INTO ${schema}.migration (version, name, breaking) VALUES ($1, $2, $3)`, [
      version,
      file,
      breaking,
    ]);
  });
}

/** `version` is what the schema stays at if it fails. */
async function inTransaction(
  client: ClientBase,
  { schema, file, version }: { readonly schema: string; readonly file: string; readonly version: number },
  sql: string,
  thereafter: () => Promise<void> = async () => undefined,
): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await thereafter();
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    const target = describeDatabase(client);
    const at = { file, line: lineOf(sql, cause), version };
    throw connectionError(target, cause) ?? new MigrationFailedError(inWords(schema), target, at, cause);
  }
}

/** Postgres says at which character of the text the fault is, if it is one of the text. */
function lineOf(sql: string, cause: unknown): number | null {
  const position = cause instanceof Error && 'position' in cause ? Number(cause.position) : Number.NaN;
  if (!Number.isInteger(position)) return null;
  return [...sql].slice(0, position - 1).filter((character) => character === '\n').length + 1;
}

function hasCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
