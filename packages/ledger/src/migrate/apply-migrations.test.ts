import { testDatabase } from '@telltale/testing';
import type { ClientBase } from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { applyMigrations as applyTo, type MigrateOptions } from './apply-migrations.ts';
import type { Migration } from './migration-files.ts';
import { schemaVersion } from './schema-version.ts';

const db = testDatabase({ empty: true });

beforeEach(async () => {
  await db.query('DROP SCHEMA IF EXISTS telltale CASCADE');
});

const applyMigrations = (client: ClientBase, migrations: readonly Migration[], options?: MigrateOptions) =>
  applyTo(client, { schema: 'telltale', migrations }, options);

function migration(version: number, sql: string, { breaking = false } = {}): Migration {
  return { version, file: `00000${version}_test.sql`, breaking, sql };
}

const ONE = migration(1, 'CREATE TABLE telltale.one ()');
const TWO = migration(2, 'CREATE TABLE telltale.two ()');
const TWO_BREAKING = migration(2, 'CREATE TABLE telltale.two ()', { breaking: true });

describe('applyMigrations', () => {
  test('applies only what is newer than the database', async () => {
    const client = await db.connect();
    await applyMigrations(client, [ONE]);
    expect(await applyMigrations(client, [ONE, TWO])).toEqual({ from: 1, to: 2, applied: [TWO.file] });
  });

  test('accepts a database that a newer version has migrated in a way that does not break this one', async () => {
    const client = await db.connect();
    await applyMigrations(client, [ONE, TWO]);
    expect(await applyMigrations(client, [ONE])).toEqual({ from: 2, to: 2, applied: [] });
  });

  test('refuses a database after a newer breaking migration, though a harmless one followed', async () => {
    const client = await db.connect();
    await applyMigrations(client, [ONE, TWO_BREAKING, migration(3, 'SELECT 1')]);
    await expect(applyMigrations(client, [ONE])).rejects.toMatchObject({
      code: 'schema_too_new',
      details: { databaseVersion: 2, ownVersion: 1 },
    });
  });

  test('keeps what came before a failed migration, and says file, line and reason', async () => {
    const client = await db.connect();
    const broken = migration(2, 'CREATE TABLE telltale.two ();\n\nCREATE TABLE telltale.three (a nonsense);\n');
    await expect(applyMigrations(client, [ONE, broken])).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringMatching(/000002_test\.sql, line 3\): type "nonsense" does not exist/),
      details: { file: '000002_test.sql', line: 3, version: 1 },
    });
    expect(await schemaVersion(client)).toBe(1);
    expect((await client.query(`SELECT to_regclass('telltale.two') AS two`)).rows).toEqual([{ two: null }]);
    expect((await applyMigrations(client, [ONE, TWO])).applied).toEqual([TWO.file]);
  });

  test('says which migration failed also where the fault is in no line of it', async () => {
    const client = await db.connect();
    const broken = migration(1, `DO $$ BEGIN RAISE 'no such luck'; END $$`);
    await expect(applyMigrations(client, [broken])).rejects.toMatchObject({
      message: expect.stringContaining('(000001_test.sql): no such luck'),
      details: { line: null, version: 0 },
    });
  });

  test('gives up when another process holds the lock for too long', async () => {
    const holder = await db.connect();
    await holder.query('SELECT pg_advisory_lock($1)', [0x74656c6c74616c65n]);
    const client = await db.connect();
    await expect(applyMigrations(client, [ONE], { lockTimeoutMs: 20 })).rejects.toMatchObject({
      code: 'migration_locked',
      retryable: true,
    });
    await holder.query('SELECT pg_advisory_unlock_all()');
    expect((await applyMigrations(client, [ONE])).to).toBe(1);
  });

  test('says what is wrong when the user may not create a schema', async () => {
    await db.query('DROP ROLE IF EXISTS visitor');
    await db.query('CREATE ROLE visitor');
    const client = await db.connect();
    await client.query('SET ROLE visitor');
    await expect(applyMigrations(client, [ONE])).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('permission denied'),
    });
    await client.query('RESET ROLE');
    await client.query('DROP ROLE visitor');
  });
});
