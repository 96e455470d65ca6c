import { runChild, startProxy, testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import type { FromMigrating, ToMigrating } from './fixtures/migrating-process.ts';
import { migrate } from './migrate.ts';
import { readMigrations } from './migration-files.ts';

const db = testDatabase();
const PROCESSES = 20;

// The template is migrated; these tests want a database that only DBOS has prepared.
beforeEach(async () => {
  await db.query('DROP SCHEMA IF EXISTS telltale CASCADE');
});

describe('migrate', () => {
  test('applies every file in order, and finds nothing to do the second time', async () => {
    const files = (await readMigrations()).map(({ file }) => file);

    const first = await migrate(db.url);
    const second = await migrate(db.url);

    expect(first).toEqual({ from: 0, to: files.length, applied: files });
    expect(second).toEqual({ from: files.length, to: files.length, applied: [] });
    const { rows } = await db.query('SELECT version, name, breaking FROM telltale.migration ORDER BY version');
    expect(rows).toEqual(files.map((name, index) => ({ version: index + 1, name, breaking: false })));
  });

  test('takes a pool or a client, and leaves it usable', async () => {
    const pool = db.pool();
    const client = await db.connect();

    expect((await migrate(pool)).from).toBe(0);
    expect((await migrate(client)).applied).toEqual([]);

    expect(pool.idleCount).toBe(pool.totalCount);
    const locks = await client.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (
      SELECT oid FROM pg_database WHERE datname = current_database())`);
    expect(locks.rowCount).toBe(0);
  });

  test('applies each file once when 20 processes come at the same time', { timeout: 60_000 }, async () => {
    const children = Array.from({ length: PROCESSES }, () =>
      runChild<FromMigrating, ToMigrating>(new URL('fixtures/migrating-process.ts', import.meta.url), {
        args: [db.url],
      }),
    );
    await Promise.all(children.map((child) => child.message('ready', { timeoutMs: 50_000 })));

    await Promise.all(children.map((child) => child.send({ type: 'go' })));
    const done = await Promise.all(children.map((child) => child.message('done', { timeoutMs: 50_000 })));

    const files = (await readMigrations()).map(({ file }) => file);
    expect(done.flatMap(({ applied }) => applied).sort()).toEqual(files);
    expect(done.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
  });

  test('names the tables and columns of DBOS that are missing or of another type', async () => {
    await db.query('ALTER TABLE dbos.workflow_status RENAME owner_xid TO owner');
    await db.query('ALTER TABLE dbos.workflow_input RENAME TO other_input');
    try {
      await expect(migrate(db.url)).rejects.toMatchObject({
        code: 'dbos_schema_missing',
        message: expect.stringContaining('dbos.workflow_status.owner_xid, dbos.workflow_input.workflow_uuid'),
      });
      const { rows } = await db.query(`SELECT to_regnamespace('telltale') AS schema`);
      expect(rows).toEqual([{ schema: null }]);
    } finally {
      await db.query('ALTER TABLE dbos.workflow_status RENAME owner TO owner_xid');
      await db.query('ALTER TABLE dbos.other_input RENAME TO workflow_input');
    }
  });

  test('says so when the connection breaks under a migration, and goes on from there the next time', async () => {
    const proxy = await startProxy({ target: db.url });
    const underWay = proxy.clientBytesSeen(/CREATE TABLE telltale\.progress/);
    const migrating = migrate(proxy.url);
    await Promise.all([
      expect(migrating).rejects.toMatchObject({ code: 'database_unreachable', retryable: true }),
      underWay.then(() => proxy.cut()),
    ]);

    const { applied } = await migrate(db.url);

    expect(applied).not.toEqual([]);
    expect((await migrate(db.url)).applied).toEqual([]);
  });

  test('refuses a server that is too old, before it changes anything', async () => {
    const asked: string[] = [];
    const old = {
      query: async (text: string) => {
        asked.push(text);
        return { rows: [{ version: '14.12', number: 140_012 }] };
      },
    } as unknown as pg.Client;
    await expect(migrate(old)).rejects.toMatchObject({
      code: 'postgres_too_old',
      message: expect.stringContaining('Postgres 14.12; the ledger needs 15 or newer'),
    });
    expect(asked).toHaveLength(1);
  });

  test('names the server and never the password when it cannot connect', async () => {
    const url = new URL(db.url);
    url.password = 'not-the-password';
    const error = await migrate(url.href).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'database_unreachable', retryable: false });
    expect(String(error)).toContain(`${url.hostname}:${url.port}${url.pathname}`);
    expect(JSON.stringify(error) + String(error)).not.toContain('not-the-password');
  });
});
