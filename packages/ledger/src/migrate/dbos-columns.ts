import type { ClientBase } from 'pg';

/** A column of DBOS that the migrations read or write, with its type. */
export interface DbosColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

const STATUS_COLUMNS = {
  workflow_uuid: 'text',
  status: 'text',
  queue_name: 'text',
  priority: 'integer',
  recovery_attempts: 'bigint',
  owner_xid: 'text',
  executor_id: 'text',
  application_version: 'text',
  started_at_epoch_ms: 'bigint',
  completed_at: 'bigint',
  updated_at: 'bigint',
} as const;

/** The tables of a workflow that its row in `workflow_status` does not take along when it is deleted. */
const PAYLOAD_TABLES = ['workflow_input', 'workflow_output', 'operation_outputs'] as const;

/**
 * All that the ledger needs of DBOS: the run view, the fence of `record()`, retention, and the watchdog's sweep, which
 * hands the runs of a dead executor back to their queue.
 */
export const DBOS_COLUMNS: readonly DbosColumn[] = [
  ...Object.entries(STATUS_COLUMNS).map(([column, type]) => ({ table: 'workflow_status', column, type })),
  ...PAYLOAD_TABLES.map((table) => ({ table, column: 'workflow_uuid', type: 'text' })),
];

const FIND_MISSING = `
  SELECT needed."table", needed."column", needed.type, format_type(a.atttypid, a.atttypmod) AS found
    FROM unnest($1::text[], $2::text[], $3::text[]) AS needed ("table", "column", type)
    LEFT JOIN pg_attribute a
      ON a.attrelid = to_regclass('dbos.' || needed."table") AND a.attname = needed."column" AND NOT a.attisdropped
   WHERE format_type(a.atttypid, a.atttypmod) IS DISTINCT FROM needed.type`;

/** A description of each of `DBOS_COLUMNS` that the database lacks or has with another type. */
export async function missingDbosColumns(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<DbosColumn & { found: string | null }>(FIND_MISSING, [
    DBOS_COLUMNS.map(({ table }) => table),
    DBOS_COLUMNS.map(({ column }) => column),
    DBOS_COLUMNS.map(({ type }) => type),
  ]);
  return rows.map(({ table, column, type, found }) => {
    const name = `dbos.${table}.${column}`;
    return found === null ? name : `${name} as ${type} (it is ${found})`;
  });
}
