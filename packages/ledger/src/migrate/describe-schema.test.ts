import { readFile } from 'node:fs/promises';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { describeSchema } from './describe-schema.ts';

const db = testDatabase();
const empty = testDatabase({ empty: true });

describe('describeSchema', () => {
  test('says of a database that was just migrated what schema.sql says (else: npm run schema -w packages/ledger)', async () => {
    const committed = await readFile(new URL('../../schema.sql', import.meta.url), 'utf8');
    expect(await describeSchema(db.pool())).toBe(committed);
  });

  test('says nothing of a database without the schema, and leaves its connection as it was', async () => {
    const client = await empty.connect();
    const before = await client.query('SHOW search_path');
    expect(await describeSchema(client)).toBe('\n');
    expect((await client.query('SHOW search_path')).rows).toEqual(before.rows);
  });

  test.for([
    ['a column', 'ALTER TABLE telltale.worker ADD COLUMN colour text'],
    ['a default', `ALTER TABLE telltale.worker ALTER COLUMN colour SET DEFAULT 'red'`],
    ['a not-null', 'ALTER TABLE telltale.worker ALTER COLUMN host DROP NOT NULL'],
    ['a constraint', 'ALTER TABLE telltale.worker ADD CONSTRAINT sane CHECK (pid > 0)'],
    ['an index', 'CREATE INDEX worker_by_host ON telltale.worker (host)'],
    ['a domain', 'ALTER DOMAIN telltale.name DROP CONSTRAINT name_check'],
    ['a function', `CREATE OR REPLACE FUNCTION telltale.forget_run(p_run_id text) RETURNS void LANGUAGE sql AS ''`],
    ['a view', 'CREATE VIEW telltale.other AS SELECT 1 AS one'],
    ['a storage option', 'ALTER TABLE telltale.progress SET (fillfactor = 90)'],
    [
      'a trigger',
      `CREATE TRIGGER noisy BEFORE UPDATE ON telltale.worker FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    ],
  ])('shows a change of %s', async ([, change]) => {
    const before = await describeSchema(db.pool());
    await db.query(String(change));
    expect(await describeSchema(db.pool())).not.toBe(before);
  });
});
