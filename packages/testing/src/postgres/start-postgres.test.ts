import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isRunning } from '@telltale/embedded-postgres';
import { childProcessIds } from '@telltale/embedded-postgres/parts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Serving } from '../../test/fixtures/server-owner.ts';
import { withClient } from '../databases/admin.ts';
import { runChild } from '../vitest/run-child.ts';
import type { PostgresServer } from './postgres-server.ts';
import { startPostgres } from './start-postgres.ts';

const DEBIAN_BIN = '/usr/lib/postgresql/15/bin';

describe('a server', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres({ fsync: false, settings: { work_mem: '7MB', application_name: "it's" } });
  });

  afterAll(async () => {
    await server.stop();
  });

  test('listens on 127.0.0.1 only, and wants a password', async () => {
    expect(await setting('listen_addresses')).toBe('127.0.0.1');
    const withoutPassword = server.url.replace(/:[^:@]*@/, '@');
    await expect(withClient(withoutPassword, async () => undefined)).rejects.toThrow('cannot be used');
  });

  test('has the settings that were asked for', async () => {
    expect(await setting('work_mem')).toBe('7MB');
    expect(await setting('fsync')).toBe('off');
    expect(await setting('max_connections')).toBe('300');
  });

  test('keeps port and data through a fast restart, an immediate one and a kill', async () => {
    await query('CREATE TABLE kept (at integer)');
    const { url } = server;
    await query('INSERT INTO kept VALUES (1)');
    await server.restart();
    await query('INSERT INTO kept VALUES (2)');
    await server.restart({ mode: 'immediate' });
    await query('INSERT INTO kept VALUES (3)');
    await server.kill();
    await server.start();
    expect(server.url).toBe(url);
    expect(await query('SELECT at FROM kept ORDER BY at')).toEqual([{ at: 1 }, { at: 2 }, { at: 3 }]);
  });

  test('cuts its sessions off when it is killed, and leaves no process', async () => {
    const client = new pg.Client(server.url);
    const broken = new Promise((resolve) => client.once('error', resolve));
    await client.connect();
    const processes = childProcessIds(server.pid!);
    expect(processes.length).toBeGreaterThan(3);
    await server.kill();
    await broken;
    expect(server.pid).toBeUndefined();
    expect(processes.filter(isRunning)).toEqual([]);
    await server.start();
  });

  test('can be halted and started again, each twice without harm', async () => {
    await server.halt();
    await server.halt();
    await expect(withClient(server.url, async () => undefined)).rejects.toThrow('ECONNREFUSED');
    await server.start();
    await server.start();
    expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('writes what it says to its log', async () => {
    await withClient(server.url, (client) => client.query('SELECT nonsense')).catch(() => undefined);
    expect(await server.log()).toContain('column "nonsense" does not exist');
  });

  async function query(text: string): Promise<unknown[]> {
    return (await withClient(server.url, (client) => client.query(text))).rows;
  }

  async function setting(name: string): Promise<unknown> {
    const { rows } = await withClient(server.url, (client) =>
      client.query('SELECT current_setting($1) AS value', [name]),
    );
    return rows[0].value;
  }
});

test('stop removes all files and shared memory, also of a server that was killed', async () => {
  const server = await startPostgres({ fsync: false });
  const own = sharedMemoryOf(server.pid);
  expect(own.length).toBeGreaterThan(process.platform === 'linux' ? 0 : -1);
  expect(own.every((file) => existsSync(file))).toBe(true);
  await server.kill();
  await server.stop();
  await server.stop();
  expect(existsSync(server.folder)).toBe(false);
  expect(own.filter((file) => existsSync(file))).toEqual([]);
});

test('keepAs shuts it down, moves its files and says how to start it again', async () => {
  const server = await startPostgres({ fsync: false });
  const folder = `${server.folder}-kept`;
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const command = await server.keepAs(folder);
  expect(command).toContain(`-D ${folder}/data -p ${server.port}`);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['data', 'log']));
  const [program = ''] = /\/\S+\/postgres(?= -D)/.exec(command) ?? [];
  expect(existsSync(program)).toBe(true);
  expect(existsSync(server.folder)).toBe(false);
});

test('the server and its files go when the process that started it is killed', async () => {
  const owner = runChild<Serving>(new URL('../../test/fixtures/server-owner.ts', import.meta.url));
  const { folder, pid } = await owner.message('serving', { timeoutMs: 20_000 });
  expect(isRunning(pid)).toBe(true);
  await owner.kill();
  await expect.poll(() => isRunning(pid) || existsSync(folder), { timeout: 5000, interval: 20 }).toBe(false);
});

test('a setting that the server refuses fails the start with the reason, and leaves no files', async () => {
  const failure = await startPostgres({ settings: { work_mem: 'plenty' } }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'postgres_start_failed', message: expect.stringContaining('"plenty"') });
});

test('a bin folder without Postgres is refused by name', async () => {
  const failure = await startPostgres({ binDir: '/nowhere/bin' }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'postgres_start_failed',
    message: expect.stringContaining('/nowhere/bin/initdb'),
  });
});

test.skipIf(!existsSync(DEBIAN_BIN))(
  'binDir runs another Postgres, with fsync on and an environment of its own',
  async () => {
    await using server = await startPostgres({ binDir: DEBIAN_BIN, env: { PGAPPNAME: 'unused' } });
    const { rows } = await withClient(server.url, (client) =>
      client.query(`SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync`),
    );
    expect(rows[0]).toEqual({ version: expect.stringMatching(/^15\./), fsync: 'on' });
  },
);

/** Postgres keeps named shared memory here, on Linux; elsewhere there is nothing to see. */
/** The files of memory that a server shares among its processes, as Linux tells of them. Other servers come and go meanwhile. */
function sharedMemoryOf(pid: number | undefined): string[] {
  const maps = `/proc/${pid}/maps`;
  if (!existsSync(maps)) return [];
  return [...new Set(readFileSync(maps, 'utf8').match(/\/\S*\/(?:pg_dynshmem\/|PostgreSQL\.)\S+/g))];
}
