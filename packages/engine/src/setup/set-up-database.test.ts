import { runChild, testDatabase } from '@telltale/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClient } from '../client.ts';
import type { FromSettingUp, ToSettingUp } from './fixtures/setting-up-process.ts';
import { setUpDatabase } from './set-up-database.ts';

const PROCESSES = 10;

const db = testDatabase({ empty: true });
const databases: string[] = [];
const roles: string[] = [];
let made = 0;

/** The URL of a database that is not there, dropped after the test if it is by then. */
function missing(): string {
  made += 1;
  const name = `${db.name}_${made} "quoted"`;
  databases.push(name);
  return at(db.url, { pathname: `/${encodeURIComponent(name)}` });
}

function at(url: string, parts: Partial<Pick<URL, 'pathname' | 'username' | 'password'>>): string {
  return Object.assign(new URL(url), parts).href;
}

/** A role that may connect and nothing else. */
async function role(): Promise<{ readonly username: string; readonly password: string }> {
  const username = `guest_${db.name}`;
  roles.push(username);
  await db.query(`CREATE ROLE "${username}" LOGIN PASSWORD 'hunter2'`);
  return { username, password: 'hunter2' };
}

afterEach(async () => {
  for (const name of databases.splice(0)) {
    await db.query(`DROP DATABASE IF EXISTS "${name.replaceAll('"', '""')}" WITH (FORCE)`);
  }
  for (const name of roles.splice(0)) await db.query(`DROP ROLE "${name}"`);
});

describe('setUpDatabase', () => {
  test('makes a database that clients can use, says nothing on the console, and finds nothing to do the next time', async () => {
    const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) => vi.spyOn(console, method));
    const url = missing();
    const first = await setUpDatabase(url);
    expect(first).toMatchObject({ created: true, ledger: { from: 0 } });
    expect(await setUpDatabase(url)).toEqual({
      created: false,
      ledger: { from: first.ledger.to, to: first.ledger.to, applied: [] },
    });
    for (const print of printed) {
      expect(print).not.toHaveBeenCalled();
      print.mockRestore();
    }
    await using client = await createClient({ url });
    expect((await client.reader.listRuns()).runs).toEqual([]);
  });

  test('is done once when ten processes come at the same time', { timeout: 60_000 }, async () => {
    const url = missing();
    const children = Array.from({ length: PROCESSES }, () =>
      runChild<FromSettingUp, ToSettingUp>(new URL('fixtures/setting-up-process.ts', import.meta.url), { args: [url] }),
    );
    await Promise.all(children.map((child) => child.message('ready', { timeoutMs: 50_000 })));
    await Promise.all(children.map((child) => child.send({ type: 'go' })));
    const done = await Promise.all(children.map((child) => child.message('done', { timeoutMs: 50_000 })));

    expect(done.filter(({ result }) => result.created)).toHaveLength(1);
    expect(done.filter(({ result }) => result.ledger.applied.length > 0)).toHaveLength(1);
    expect(await setUpDatabase(url)).toMatchObject({ created: false, ledger: { applied: [] } });
  });

  test('makes no database when it shall not', async () => {
    await expect(setUpDatabase(missing(), { createIfMissing: false })).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining('there is no database of that name on the server'),
    });
  });

  test('says so when the user may not create a database', async () => {
    const error = await setUpDatabase(at(missing(), await role())).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'database_setup_failed',
      message: expect.stringMatching(
        /^The database at 127\.0\.0\.1:\d+\/.+ could not be set up: there is none of that name, and it cannot be made \(permission denied to create database\)\.$/,
      ),
    });
    expect((error as Error).message).not.toContain('hunter2');
  });

  test('says so when the user may not create tables', async () => {
    await expect(setUpDatabase(at(db.url, await role()))).rejects.toMatchObject({
      code: 'database_setup_failed',
      message: expect.stringContaining('DBOS’s tables cannot be made (permission denied for database'),
    });
  });

  test.each([
    ['there is no server', 'postgres://user@127.0.0.1:1/x', 'nothing listens on that port'],
    ['the URL is none', 'postgres://host:port/x', 'the URL is not a valid one'],
  ])('says so when %s', async (_, url, reason) => {
    await expect(setUpDatabase(url)).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining(reason),
    });
    await expect(setUpDatabase(url, { createIfMissing: false })).rejects.toMatchObject({
      code: 'database_unreachable',
    });
  });
});
