import { setTimeout as delay } from 'node:timers/promises';
import { ensureSystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import { GlobalLogger } from '@dbos-inc/dbos-sdk/internal/telemetry/logs';
import { TelltaleError } from '@telltale/core';
import { connectionError, describeTarget, type MigrateResult, migrate } from '@telltale/ledger';
import type pg from 'pg';
import { createPool } from '../postgres/create-pool.ts';
import { createDatabase } from './create-database.ts';
import { DatabaseSetUpError } from './errors.ts';

export interface SetUpOptions {
  /** Whether to make the database if the server has none of that name. Default: true. */
  readonly createIfMissing?: boolean;
}

export interface SetUpResult {
  /** Whether the database was made. */
  readonly created: boolean;
  /** What was done to the ledger's tables. */
  readonly ledger: MigrateResult;
}

/** The ASCII codes of `tellsetu`, as the one number by which all processes that set up know each other. */
const LOCK_KEY = 0x74656c6c73657475n;
const LOCK_REST_MS = 100;

/**
 * Makes a database ready for workers and clients: the database itself if it is missing, DBOS's tables, the ledger's tables.
 * Cheap when there is nothing to do, and safe to call from any number of processes at once. Give a direct connection, not
 * one through a pooler of transactions, as a user who may create a schema.
 *
 * Throws `DatabaseUnreachableError`, `DatabaseSetUpError`, and what `migrate` of the ledger throws.
 */
export async function setUpDatabase(url: string, { createIfMissing = true }: SetUpOptions = {}): Promise<SetUpResult> {
  const created = createIfMissing ? await createDatabase(url) : false;
  // One connection holds the lock while another works.
  const pool = createPool({ connectionString: url, application_name: 'telltale-setup', max: 2 });
  try {
    return { created, ledger: await alone(pool, () => migrateAll(pool, url)) };
  } catch (error) {
    throw typed(describeTarget(url), error);
  } finally {
    await pool.end();
  }
}

/**
 * DBOS's migrations have no lock. Theirs build indexes CONCURRENTLY, which waits for every statement that began before, so
 * nobody may wait inside of one for this lock: it is asked for again and again.
 */
async function alone<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    while (!(await tryLock(client))) await delay(LOCK_REST_MS);
    return await work();
  } finally {
    // Ending the session gives the lock back, whatever state it is in.
    client.release(true);
  }
}

async function tryLock(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [LOCK_KEY]);
  return rows[0]?.locked === true;
}

/** By what DBOS's own `migrate` calls, which takes no logger and announces itself on the console. */
async function migrateAll(pool: pg.Pool, url: string): Promise<MigrateResult> {
  await ensureSystemDatabase(url, new GlobalLogger(undefined, { logger: SILENT }), pool);
  return await migrate(pool);
}

const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {}

function typed(target: string, error: unknown): Error {
  if (error instanceof TelltaleError) return error;
  const problem = `DBOS’s tables cannot be made (${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)})`;
  const hint = 'The user has to be able to create a schema and tables there, and the server has to be writable.';
  return connectionError(target, error) ?? new DatabaseSetUpError(target, problem, hint, error);
}
