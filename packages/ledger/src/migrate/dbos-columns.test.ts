import { StatusString } from '@dbos-inc/dbos-sdk';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { RUN_STATUSES } from '../read/run-statuses.ts';
import { DBOS_COLUMNS, missingDbosColumns } from './dbos-columns.ts';
import { readMigrations } from './migration-files.ts';

const db = testDatabase();

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
    const columns = new Set([...sql.matchAll(/\bw\.(\w+)/g)].map(([, column]) => column));
    const known = new Set(DBOS_COLUMNS.map(({ column }) => column));
    expect([...columns].filter((column) => !known.has(String(column)))).toEqual([]);
  });
});

test('every status of DBOS has its place among the statuses of a run', () => {
  const known = new Set(Object.values(RUN_STATUSES).flatMap(({ dbos }) => dbos));
  expect(known).toEqual(new Set(Object.values(StatusString)));
});
