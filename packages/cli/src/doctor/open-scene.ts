import { embeddedVersion } from '@telltale/embedded-postgres';
import { createPool } from '@telltale/engine/client';
import { connectionError, describeTarget } from '@telltale/ledger';
import type { LoadedConfig } from '../config/load-config.ts';
import { readRunningServer } from '../running-server.ts';
import { type Finding, fail, type OpenedDatabase, ok, type Scene } from './check.ts';

const OLDEST_POSTGRES = 150_000;

/** What checks look at, with a database if one can be reached. Nothing is started for it. */
export function openScene(stack: AsyncDisposableStack, loaded: LoadedConfig): Omit<Scene, 'signal'> {
  const { values: config, env } = loaded;
  return { config, loaded, env, database: openDatabase(stack, loaded) };
}

async function openDatabase(stack: AsyncDisposableStack, { values }: LoadedConfig): Promise<OpenedDatabase> {
  const { data, database } = values;
  const { url } = database;
  if (url !== undefined) return await connectTo(stack, { url, name: describeTarget(url) });
  const running = await readRunningServer(data);
  if (running !== null) {
    const name = `used by process ${running.pid}`;
    const opened = await connectTo(stack, { url: running.databaseUrl, name });
    // Else it was killed, and left word of a server that is gone with it.
    if (opened.pool !== null) return opened;
  }
  return { pool: null, finding: await lookAtPrograms() };
}

export interface Place {
  readonly url: string;
  /** What people are told of where it is. */
  readonly name: string;
  /** Less than a check's patience, so that nothing is under way when the pool is closed. Default: 12,000. */
  readonly queryTimeoutMs?: number;
}

/** Connects to the database, by a pool of its own that is closed with `stack`. */
export async function connectTo(
  stack: AsyncDisposableStack,
  { url, name, queryTimeoutMs = 12_000 }: Place,
): Promise<OpenedDatabase> {
  const application_name = 'telltale-doctor';
  const pool = createPool({ connectionString: url, application_name, query_timeout: queryTimeoutMs });
  stack.defer(() => pool.end());
  try {
    const { rows } = await pool.query<{ version: string; number: number }>(
      `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::integer AS number`,
    );
    const { version = 'of an unknown version', number = 0 } = rows[0] ?? {};
    if (number >= OLDEST_POSTGRES) return { pool, finding: ok(`Postgres ${version}, ${name}`) };
    return { pool: null, finding: fail(`Postgres ${version} at ${name} is too old.`, 'Use Postgres 15 or later.') };
  } catch (error) {
    const known = connectionError(describeTarget(url), error);
    if (known === null) throw error;
    return { pool: null, finding: fail(known.message, known.hint ?? 'Check database.url.') };
  }
}

/** Whether the embedded server could be started. */
async function lookAtPrograms(): Promise<Finding> {
  return ok(`Postgres ${await embeddedVersion()}, embedded; it does not run now`);
}
