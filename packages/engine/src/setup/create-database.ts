import { connectionError, describeTarget } from '@telltale/ledger';
import pg from 'pg';
import { DatabaseSetUpError } from './errors.ts';

/** Those that every server has, unless somebody removed the first. */
const MAINTENANCE_DATABASES = ['postgres', 'template1'];

/** SQLSTATE: the database is there by now; the second is what the loser of a race is told. */
const EXISTS = ['42P04', '23505'];
const MISSING = '3D000';
const CONNECT_TIMEOUT_MS = 10_000;

/** Makes the database of a URL if the server has none of that name. Gives whether it did. Throws `DatabaseSetUpError`. */
export async function createDatabase(url: string): Promise<boolean> {
  const target = describeTarget(url);
  const name = await missingDatabase(url);
  if (name === null) return false;
  const client = await connectToAny(url);
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    return true;
  } catch (cause) {
    if (EXISTS.includes(codeOf(cause))) return false;
    const problem = `there is none of that name, and it cannot be made (${cause instanceof Error ? cause.message : String(cause)})`;
    const hint = 'Let an administrator create it, owned by this user, or use a user who may create databases.';
    throw connectionError(target, cause) ?? new DatabaseSetUpError(target, problem, hint, cause);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The name of the database that is not there; `null` if it is. */
async function missingDatabase(url: string): Promise<string | null> {
  let client: pg.Client | undefined;
  try {
    client = newClient(url);
    await client.connect();
    return null;
  } catch (cause) {
    if (codeOf(cause) === MISSING && client?.database !== undefined) return client.database;
    throw connectionError(describeTarget(url), cause) ?? cause;
  } finally {
    await client?.end().catch(() => undefined);
  }
}

async function connectToAny(url: string): Promise<pg.Client> {
  const failures: unknown[] = [];
  for (const name of MAINTENANCE_DATABASES) {
    const other = new URL(url);
    other.pathname = `/${name}`;
    const client = newClient(other.href);
    try {
      await client.connect();
      return client;
    } catch (cause) {
      failures.push(cause);
      await client.end().catch(() => undefined);
    }
  }
  const cause = new AggregateError(failures, `neither ${MAINTENANCE_DATABASES.join(' nor ')} lets this user in`);
  const problem = `there is none of that name, and ${cause.message} to make it`;
  throw new DatabaseSetUpError(
    describeTarget(url),
    problem,
    'Let an administrator create it, owned by this user.',
    cause,
  );
}

function newClient(connectionString: string): pg.Client {
  const client = new pg.Client({
    connectionString,
    application_name: 'telltale-setup',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined); // The call under way reports it; without a listener it ends the process.
  return client;
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
