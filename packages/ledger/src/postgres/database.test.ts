import { testDatabase } from '@telltale/testing';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { describeDatabase, withConnection } from './database.ts';

const db = testDatabase();

test('a pool and a client are named by host, port and database, never by user or password', async () => {
  const { hostname, port, pathname } = new URL(db.url);
  const name = `${hostname}:${port}${pathname}`;
  expect(describeDatabase(db.pool())).toBe(name);
  expect(describeDatabase(await db.connect())).toBe(name);
  const parts = new pg.Pool({ host: 'db.example.org', port: 6432, database: 'media', user: 'ann', password: 'secret' });
  onTestFinished(() => parts.end());
  expect(describeDatabase(parts)).toBe('db.example.org:6432/media');
});

test('work on a pool gets one connection and gives it back, work on a client gets the client', async () => {
  const pool = db.pool({ max: 1 });
  await expect(
    withConnection(pool, async (client) => {
      await client.query('SELECT 1');
      throw new RangeError('mine');
    }),
  ).rejects.toThrow(RangeError);
  expect(pool.idleCount).toBe(1);
  const client = await db.connect();
  expect(await withConnection(client, async (same) => same === client)).toBe(true);
});

test('a connection that is lost between two statements fails the work on it, and ends no process', async () => {
  const pool = db.pool();
  // As a program has it: without a listener on each connection.
  pool.on('error', () => undefined);
  const work = withConnection(pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    // Not `once` of node:events, which would listen for errors as well.
    const lost = new Promise<void>((resolve) => void client.once('end', resolve));
    await db.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await lost;
    await client.query('SELECT 1');
  });
  await expect(work).rejects.toThrow('not queryable');
});
