import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { alone } from './alone.ts';

const db = testDatabase();

test('what one does alone another one does not do meanwhile, under this name', async () => {
  const pool = db.pool();
  const done: string[] = [];
  const first = await alone(pool, 'sweeping', async () => {
    expect(await alone(pool, 'sweeping', async () => void done.push('second'))).toBe(false);
    expect(await alone(pool, 'washing', async () => void done.push('other'))).toBe(true);
    done.push('first');
  });
  expect([first, done]).toEqual([true, ['other', 'first']]);
  expect(await alone(pool, 'sweeping', async () => void done.push('third'))).toBe(true);
});

test('what fails leaves the lock to others, and so does a connection that is lost', async () => {
  const pool = db.pool();
  await expect(alone(pool, 'sweeping', () => Promise.reject(new Error('no broom')))).rejects.toThrow('no broom');
  const cut = async () => {
    // Waits until it is gone: a connection is lost to us before its locks are free.
    await db.query(`SELECT pg_terminate_backend(pid, 20000) FROM pg_locks WHERE locktype = 'advisory' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
  };
  expect(await alone(pool, 'sweeping', cut)).toBe(true);
  expect(await alone(pool, 'sweeping', async () => undefined)).toBe(true);
});
