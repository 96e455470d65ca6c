import type pg from 'pg';
import { pause, realNow } from '../real-time.ts';

/** A connection that is still open to a database, as the server sees it. */
export interface OpenConnection {
  readonly pid: number;
  readonly application: string;
  /** `idle`, `active`, `idle in transaction`, … */
  readonly state: string;
  /** The statement that it runs, or ran last. */
  readonly query: string;
}

// A client that has just closed its socket is gone a few milliseconds later; one that is still there after this is a
// leak.
const GRACE_MS = 1000;
const POLL_MS = 10;

const OPEN_CONNECTIONS = `
  SELECT pid, application_name AS application, coalesce(state, 'starting') AS state, query
  FROM pg_stat_activity
  WHERE datname = $1 AND backend_type = 'client backend' AND pid <> pg_backend_pid()
  ORDER BY backend_start`;

/** Waits shortly until nobody is connected to `database`, and gives the connections that stay. */
export async function connectionsThatStay(admin: pg.Client, database: string): Promise<OpenConnection[]> {
  const deadline = realNow() + GRACE_MS;
  for (;;) {
    const { rows } = await admin.query<OpenConnection>(OPEN_CONNECTIONS, [database]);
    if (rows.length === 0 || realNow() > deadline) return rows;
    await pause(POLL_MS);
  }
}

/** One line for each connection: who it says it is, what it does, and its last statement (cut to 200 characters). */
export function describeConnections(connections: readonly OpenConnection[]): string {
  return connections
    .map(({ application, state, query }) => {
      const statement = query.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
      return `  connection with application_name "${application}", ${state}, last statement: ${statement || '(none)'}`;
    })
    .join('\n');
}
