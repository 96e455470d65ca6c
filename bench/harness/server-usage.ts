import type pg from 'pg';
import { familyCpuMicroseconds, ownCpuMicroseconds } from './cpu-time.ts';

/** What this process and the server have used since they started. */
export interface Usage {
  readonly walBytes: number;
  /** Of this process. */
  readonly clientCpuMicroseconds: number;
  /** Of all the server's processes. */
  readonly serverCpuMicroseconds: number;
}

export async function readUsage(admin: pg.Client, serverPid: number): Promise<Usage> {
  const { rows } = await admin.query<{ bytes: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS bytes`,
  );
  return {
    walBytes: Number(rows[0]?.bytes),
    clientCpuMicroseconds: ownCpuMicroseconds(),
    serverCpuMicroseconds: familyCpuMicroseconds(serverPid),
  };
}

/** How often any process of the server has waited for the WAL to reach the disk. NaN before Postgres 18. */
export async function walFsyncs(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ fsyncs: string | null }>(
    `SELECT sum(fsyncs) AS fsyncs FROM pg_stat_io WHERE object = 'wal'`,
  );
  return Number(rows[0]?.fsyncs ?? Number.NaN);
}

/** Bytes of all tables of a database, with their indexes and oversized values, the system's own left out. */
export async function tableBytes(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    `SELECT sum(pg_total_relation_size(c.oid)) AS bytes
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  return Number(rows[0]?.bytes);
}
