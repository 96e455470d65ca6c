import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '../vitest/test-database.ts';
import { withClient } from './admin.ts';
import { DatabaseBroker } from './database-broker.ts';

// The broker under test works on the server that the broker of this very run has found for us.
const db = testDatabase({ empty: true });

test('files that come at the same time share one template, which is prepared once', async () => {
  let prepared = 0;
  const broker = brokerWith(async (url) => {
    prepared += 1;
    await withClient(url, (client) => client.query('CREATE TABLE prepared ()'));
  });
  const files = Array.from({ length: 6 }, (_, index) => `file-${index}.test.ts`);
  const databases = await Promise.all(files.map((file) => broker.acquire({ file, empty: false })));
  expect(prepared).toBe(1);
  expect(new Set(databases.map(({ name }) => name)).size).toBe(6);
  for (const { url } of databases) await withClient(url, (client) => client.query('SELECT FROM prepared'));
  await broker.dropRest();
  expect(await existing(databases.map(({ name }) => name))).toEqual([]);
});

test('a database is dropped when its file passed, and kept when it failed', async () => {
  const broker = brokerWith(async () => undefined);
  const passed = await broker.acquire({ file: 'passed.test.ts', empty: true });
  const failed = await broker.acquire({ file: 'failed.test.ts', empty: true });
  expect(await broker.release({ name: passed.name, failed: false })).toEqual({ leaks: '', kept: false });
  expect(await broker.release({ name: failed.name, failed: true })).toEqual({ leaks: '', kept: true });
  await broker.dropRest();
  expect(await existing([passed.name, failed.name])).toEqual([failed.name]);
  expect(broker.kept).toEqual([{ file: 'failed.test.ts', url: failed.url }]);
  await db.query(`DROP DATABASE ${failed.name}`);
});

test('an empty database needs no template', async () => {
  const broker = brokerWith(() => Promise.reject(new Error('not wanted')));
  const { url } = await broker.acquire({ file: 'empty.test.ts', empty: true });
  const { rows } = await withClient(url, (client) => client.query(`SELECT FROM pg_tables WHERE schemaname = 'public'`));
  expect(rows).toEqual([]);
  await broker.dropRest();
});

test('a template that cannot be prepared fails every file with the reason', async () => {
  const broker = brokerWith(() => Promise.reject(new Error('migration 3 is broken')));
  for (const file of ['a.test.ts', 'b.test.ts']) {
    await expect(broker.acquire({ file, empty: false })).rejects.toMatchObject({
      code: 'template_failed',
      message: 'The template database could not be prepared: migration 3 is broken',
    });
  }
  await broker.dropRest();
});

test('a template whose preparation leaves a connection open is refused', async () => {
  let forgotten: pg.Client | undefined;
  const broker = brokerWith(async (url) => {
    forgotten = new pg.Client({ connectionString: url, application_name: 'forgotten-migrator' });
    await forgotten.connect();
  });
  const refused = broker.acquire({ file: 'a.test.ts', empty: false });
  await expect(refused).rejects.toThrow(
    'prepareTemplate left connections to its database open:\n  connection with application_name "forgotten-migrator"',
  );
  await forgotten?.end();
  await broker.dropRest();
});

function brokerWith(prepare: (url: string) => Promise<void>): DatabaseBroker {
  return new DatabaseBroker(async () => db.url, prepare);
}

async function existing(names: string[]): Promise<string[]> {
  const { rows } = await db.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname = ANY($1)', [
    names,
  ]);
  return rows.map(({ datname }) => datname);
}
