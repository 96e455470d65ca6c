import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { schemaDrift } from './schema-drift.ts';

const db = testDatabase();

describe('schemaDrift', () => {
  test('finds nothing in a database that was just migrated', async () => {
    expect(await schemaDrift(db.pool())).toEqual([]);
  });

  test('names what is missing, what was changed and what somebody added', async () => {
    await db.query(`
      DROP INDEX telltale.progress_waiting;
      DROP FUNCTION telltale.recorded_steps(text);
      CREATE VIEW telltale.mine AS SELECT 1 AS one`);
    expect(await schemaDrift(db.pool())).toEqual([
      { object: 'CREATE TABLE telltale.progress', problem: 'changed' },
      { object: 'CREATE FUNCTION telltale.recorded_steps(p_run_id text)', problem: 'missing' },
      { object: 'CREATE VIEW telltale.mine', problem: 'not ours' },
    ]);
  });
});
