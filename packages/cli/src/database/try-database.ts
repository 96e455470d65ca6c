import { connectionError, describeTarget } from '@telltale/ledger';
import pg from 'pg';

const PATIENCE_MS = 10_000;

export type DatabaseTrial =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly problem: string; readonly hint?: string };

/** Connects to a database, and changes nothing there. */
export async function tryDatabase(connectionString: string): Promise<DatabaseTrial> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({
      connectionString,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
      application_name: 'telltale-configure',
    });
    client.on('error', () => undefined); // The call under way reports it; without a listener it ends the process.
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return { ok: true, version: rows[0]?.server_version ?? 'of an unknown version' };
  } catch (error) {
    const known = connectionError(describeTarget(connectionString), error);
    const problem = known?.message ?? (error instanceof Error ? error.message : String(error));
    return { ok: false, problem, ...(known?.hint === undefined ? {} : { hint: known.hint }) };
  } finally {
    await client?.end().catch(() => undefined);
  }
}
