import { once } from 'node:events';
import {
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { isRunning } from '@telltale/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { query } from '../test/query.ts';
import { makeTemporaryFolder } from '../test/temporary-folder.ts';
import { embeddedVersion } from './binaries.ts';
import type { EmbeddedPostgres } from './embedded-postgres.ts';
import { type OpenPostgresProgress, openPostgres } from './open-postgres.ts';

// One folder through its life: each test finds it as the former left it, running.
const { folder: parent, remove } = makeTemporaryFolder();
const folder = join(parent, 'data', 'postgres');
let server: EmbeddedPostgres;
let progress: OpenPostgresProgress[];

beforeAll(() => open());

afterAll(async () => {
  await server.stop();
  remove();
});

test('the first start makes an empty cluster and says so', async () => {
  expect(progress).toEqual(['creating', 'starting']);
  expect(server.created).toBe(true);
  const about = `SELECT current_setting('server_version') AS version, pg_encoding_to_char(encoding) AS encoding,
    datcollate AS collation FROM pg_database WHERE datname = 'postgres'`;
  expect(server.version).toBe(await embeddedVersion());
  expect(await query(server.url, about)).toEqual([{ version: server.version, encoding: 'UTF8', collation: 'C' }]);
});

test('it is safe from crashes, on loopback alone, and wants a password that only its user can read', async () => {
  expect(await setting('fsync')).toBe('on');
  expect(await setting('full_page_writes')).toBe('on');
  expect(await setting('listen_addresses')).toBe('127.0.0.1');
  expect(await setting('unix_socket_directories')).toBe('');
  await expect(query(server.url.replace(/:[^:@]*@/, ':guess@'), 'SELECT 1')).rejects.toThrow('password');
  expect(statSync(join(folder, 'cluster', 'password')).mode & 0o777).toBe(0o600);
  expect(statSync(server.logFile).mode & 0o777).toBe(0o600);
});

test('its processes have none of the secrets in the environment of this one', async () => {
  process.env.SOME_API_KEY = 'hunter2';
  onTestFinished(() => void delete process.env.SOME_API_KEY);
  await server.stop();
  await open();
  await query(server.url, `CREATE TABLE environment (line text)`);
  await query(server.url, `COPY environment FROM PROGRAM 'env'`);
  const lines = JSON.stringify(await query(server.url, 'SELECT line FROM environment'));
  expect(lines).toContain('PATH=');
  expect(lines).not.toContain('hunter2');
});

test.skipIf(process.getuid?.() !== 0)(
  'as root it is not led elsewhere by links that the server’s user has put there',
  async () => {
    const data = join(folder, 'cluster', 'data');
    const owned = join(parent, 'of-root');
    writeFileSync(owned, 'as it was');
    await server.stop();
    rmSync(join(data, 'telltale.conf'));
    symlinkSync(owned, join(data, 'telltale.conf'));
    await open();
    expect(readFileSync(owned, 'utf8')).toBe('as it was');
    expect(statSync(owned).uid).toBe(0);
    // It can replace no folder by a link: those around its own are root's.
    expect(statSync(data).uid).not.toBe(0);
    for (const outer of [dirname(data), folder]) expect(statSync(outer)).toMatchObject({ uid: 0 });
    await server.stop();
    renameSync(server.logFile, `${server.logFile}.moved`);
    symlinkSync(owned, server.logFile);
    await expect(open()).rejects.toMatchObject({ code: 'data_folder_unusable' });
    expect(statSync(owned).uid).toBe(0);
    rmSync(server.logFile);
    await open();
  },
);

test('stop ends it, twice without harm', async () => {
  const { pid = 0, exited } = server;
  await Promise.all([server.stop(), server.stop()]);
  await exited;
  expect(isRunning(pid)).toBe(false);
  expect(server.pid).toBeUndefined();
  await open();
});

test('the next start has the data of the last, whether that was stopped in order or at once', async () => {
  await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS row');
  await query(server.url, 'CREATE DATABASE "another one"');
  await server.stop();
  await open();
  expect(server.created).toBe(false);
  expect(progress).toEqual(['starting']);
  await query(server.url, 'INSERT INTO kept VALUES (2)');
  await server.stop({ mode: 'immediate' });
  await open();
  expect(await query(server.url, 'SELECT row FROM kept ORDER BY row')).toEqual([{ row: 1 }, { row: 2 }]);
  expect(await query(server.urlOf('another one'), 'SELECT 3 AS row')).toEqual([{ row: 3 }]);
});

test('the next start takes the port of the last, unless another has it by then', async () => {
  const { port, url } = server;
  await server.stop();
  await open();
  expect(server).toMatchObject({ port, url });
  await server.stop();
  const other = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  await open();
  expect(server.port).not.toBe(port);
});

test('a start that is called off leaves nothing behind', async () => {
  await server.stop();
  const stop = new AbortController();
  const reason = new Error('not now');
  const onProgress = () => void setImmediate(() => stop.abort(reason));
  await expect(openPostgres({ folder, onProgress, signal: stop.signal })).rejects.toBe(reason);
  expect(existsSync(join(folder, 'cluster', 'data', 'postmaster.pid'))).toBe(false);
  await open();
});

test('settings are those of the last start, and ALTER SYSTEM wins over them', async () => {
  await server.stop();
  await open({ work_mem: '7MB', application_name: "it's \\ here" });
  expect(await setting('work_mem')).toBe('7MB');
  const inFile = `SELECT setting FROM pg_file_settings WHERE name = 'application_name'`;
  expect(await query(server.url, inFile)).toEqual([{ setting: "it's \\ here" }]);
  await query(server.url, `ALTER SYSTEM SET work_mem = '9MB'`);
  await server.stop();
  await open({ work_mem: '7MB' });
  expect(await setting('work_mem')).toBe('9MB');
  await query(server.url, 'ALTER SYSTEM RESET ALL');
  await server.stop();
  await open();
  expect(await setting('work_mem')).toBe('4MB');
});

test('a start begins a new log when the former has become long', async () => {
  const former = `${server.logFile}.old`;
  await server.stop();
  await open();
  expect(existsSync(former)).toBe(false);
  await server.stop();
  truncateSync(server.logFile, 11 * 1024 ** 2);
  await open();
  expect(statSync(former).size).toBe(11 * 1024 ** 2);
  expect(statSync(server.logFile).size).toBeLessThan(100_000);
});

test('exited tells of a server that ends by itself, and stop still gives the folder free', async () => {
  process.kill(server.pid!, 'SIGINT');
  await server.exited;
  expect(server.pid).toBeUndefined();
  await server.stop();
  await open();
});

async function open(settings: Record<string, string> = {}): Promise<void> {
  progress = [];
  server = await openPostgres({ folder, settings, onProgress: (step) => progress.push(step) });
}

async function setting(name: string): Promise<unknown> {
  const rows = await query(server.url, `SELECT current_setting('${name}') AS value`);
  return (rows[0] as { value: unknown }).value;
}
