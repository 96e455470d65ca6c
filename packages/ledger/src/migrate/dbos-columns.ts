import type { Database } from '../postgres/database.ts';

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
  workflow_deadline_epoch_ms: 'bigint',
  deduplication_id: 'text',
  application_name: 'text',
  forked_from: 'text',
  was_forked_from: 'boolean',
} as const;

/** What a step left behind, all of which a run that goes on from another is given. */
const OUTPUT_COLUMNS = {
  workflow_uuid: 'text',
  function_id: 'integer',
  function_name: 'text',
  output: 'text',
  error: 'text',
  serialization: 'text',
  child_workflow_id: 'text',
  started_at_epoch_ms: 'bigint',
  completed_at_epoch_ms: 'bigint',
  application_name: 'text',
  retention_timestamp: 'bigint',
} as const;

/** Only deleted by the ledger. */
const PAYLOAD_COLUMNS = { workflow_uuid: 'text' } as const;

/**
 * All that the ledger needs of DBOS: the run view, the fence of `record()`, retention, and what changes a run or goes on
 * from one.
 */
export const DBOS_COLUMNS: readonly DbosColumn[] = [
  ...columnsOf('workflow_status', STATUS_COLUMNS),
  ...columnsOf('operation_outputs', OUTPUT_COLUMNS),
  ...columnsOf('workflow_input', PAYLOAD_COLUMNS),
  ...columnsOf('workflow_output', PAYLOAD_COLUMNS),
];

function columnsOf(table: string, columns: Readonly<Record<string, string>>): readonly DbosColumn[] {
  return Object.entries(columns).map(([column, type]) => ({ table, column, type }));
}

const FIND_MISSING = `
  SELECT needed."table", needed."column", needed.type, format_type(a.atttypid, a.atttypmod) AS found
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS needed ("table", "column", type, place)
    LEFT JOIN pg_attribute a
      ON a.attrelid = to_regclass('dbos.' || needed."table") AND a.attname = needed."column" AND NOT a.attisdropped
   WHERE format_type(a.atttypid, a.atttypmod) IS DISTINCT FROM needed.type
   ORDER BY needed.place`;

/** A description of each of `DBOS_COLUMNS` that the database lacks or has with another type. */
export async function missingDbosColumns(database: Database): Promise<readonly string[]> {
  const { rows } = await database.query<DbosColumn & { found: string | null }>(FIND_MISSING, [
    DBOS_COLUMNS.map(({ table }) => table),
    DBOS_COLUMNS.map(({ column }) => column),
    DBOS_COLUMNS.map(({ type }) => type),
  ]);
  return rows.map(({ table, column, type, found }) => {
    const name = `dbos.${table}.${column}`;
    return found === null ? name : `${name} as ${type} (it is ${found})`;
  });
}
