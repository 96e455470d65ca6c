import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { ownVersion } from './migration-files.ts';
import { assertSchema, schemaVersion } from './schema-version.ts';

describe('assertSchema', () => {
  const empty = testDatabase({ empty: true });
  const db = testDatabase();

  test('refuses a database that was never migrated', async () => {
    expect(await schemaVersion(empty.pool())).toBe(0);
    await expect(assertSchema(empty.pool())).rejects.toMatchObject({
      code: 'schema_outdated',
      hint: expect.stringContaining('migrate'),
    });
  });

  test('accepts one of its own version, and a newer one that breaks nothing', async () => {
    const own = await ownVersion();
    expect(await schemaVersion(db.pool())).toBe(own);
    await assertSchema(db.pool());
    await db.query(`INSERT INTO telltale.migration (version, name, breaking) VALUES ($1, 'next', false)`, [own + 1]);
    await assertSchema(db.pool());
  });

  test('refuses a newer one that is breaking', async () => {
    const own = await ownVersion();
    await db.query(`INSERT INTO telltale.migration (version, name, breaking) VALUES ($1, 'after', true)`, [own + 2]);
    await expect(assertSchema(db.pool())).rejects.toMatchObject({ code: 'schema_too_new' });
  });
});
