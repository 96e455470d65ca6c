import { StatusString } from '@dbos-inc/dbos-sdk';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { RUN_STATUSES } from '../read/run-statuses.ts';
import { DBOS_COLUMNS, missingDbosColumns } from './dbos-columns.ts';
import { readMigrations } from './migration-files.ts';

const db = testDatabase();

/** By these names the migrations speak of DBOS's tables. */
const ALIASES: Readonly<Record<string, string>> = { w: 'workflow_status', op: 'operation_outputs' };

/** The columns of DBOS that some SQL reads by an alias, sets or inserts. */
function columnsNamedIn(sql: string): string[] {
  const read = [...sql.matchAll(/\b(w|op)\.(\w+)/g)].map(([, alias = '', column]) => `${ALIASES[alias]}.${column}`);
  const set = [...sql.matchAll(/UPDATE dbos\.(\w+) w\s+SET\s(.*?)\sWHERE\s/gs)].flatMap(([, table, list = '']) =>
    [...list.matchAll(/(?:^|,)\s*(\w+) = /g)].map(([, column]) => `${table}.${column}`),
  );
  const inserted = [...sql.matchAll(/INSERT INTO dbos\.(\w+) \((.*?)\)/gs)].flatMap(([, table, list = '']) =>
    list.split(',').map((column) => `${table}.${column.trim()}`),
  );
  return [...read, ...set, ...inserted];
}

describe('DBOS_COLUMNS', () => {
  test('are there, with these types, in a database of the pinned DBOS', async () => {
    expect(await missingDbosColumns(await db.connect())).toEqual([]);
  });

  test('hold every column that the view reads', async () => {
    const { rows } = await db.query<{ column: string }>(
      `SELECT DISTINCT a.attname::text AS "column"
         FROM pg_depend d
         JOIN pg_rewrite r ON r.oid = d.objid
         JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE r.ev_class = 'telltale.run'::regclass AND d.refobjid = 'dbos.workflow_status'::regclass`,
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const { column } of rows) {
      expect(DBOS_COLUMNS).toContainEqual(expect.objectContaining({ table: 'workflow_status', column }));
    }
  });

  test('hold every table and column of DBOS that a function of the migrations names', async () => {
    const sql = (await readMigrations()).map((migration) => migration.sql.replaceAll(/--.*/g, '')).join('\n');
    const tables = new Set([...sql.matchAll(/\bdbos\.(\w+)/g)].map(([, table]) => table));
    expect(new Set(DBOS_COLUMNS.map(({ table }) => table))).toEqual(tables);
    const known = new Set(DBOS_COLUMNS.map(({ table, column }) => `${table}.${column}`));
    const named = columnsNamedIn(sql);
    expect(named).toContain('workflow_status.deduplication_id'); // only set
    expect(named).toContain('operation_outputs.child_workflow_id'); // only copied
    expect(named.filter((column) => !known.has(column))).toEqual([]);
  });
});

test('every status of DBOS has its place among the statuses of a run', () => {
  const known = new Set(Object.values(RUN_STATUSES).flatMap(({ dbos }) => dbos));
  expect(known).toEqual(new Set(Object.values(StatusString)));
});
