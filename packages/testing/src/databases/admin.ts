import pg from 'pg';
import { TestingError } from '../testing-error.ts';

/** Runs `work` on a connection of its own. A connection that cannot be made is a `database_unreachable` error. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'telltale-testing' });
  client.on('error', () => undefined); // Without a listener, a connection that breaks ends the process.
  try {
    await client.connect();
  } catch (cause) {
    throw new TestingError(`Postgres at ${withoutPassword(url)} cannot be used: ${reason(cause)}.`, {
      code: 'database_unreachable',
      cause,
    });
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The URL of another database on the same server, with the same credentials and parameters. */
export function urlOfDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

/** The URL as it may be shown to people. */
export function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)';
  const shown = new URL(url);
  shown.password = '';
  for (const key of shown.searchParams.keys()) if (/password/i.test(key)) shown.searchParams.set(key, '***');
  return shown.href;
}

/** node-postgres reports a refused connection as an AggregateError without a message of its own. */
function reason(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reason).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
