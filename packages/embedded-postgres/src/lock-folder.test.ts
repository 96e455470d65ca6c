import { existsSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Child, runChild } from '@telltale/testing';
import { expect, test } from 'vitest';
import type { FromLocker, ToLocker } from '../test/fixtures/locker.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { LOCK_FILES, lockFolder } from './lock-folder.ts';

type Locker = Child<FromLocker, ToLocker>;

test('one of many processes gets the folder, and the others are told which', async () => {
  const folder = join(temporaryFolder(), 'to', 'be', 'made');
  const lockers = Array.from({ length: 4 }, () => startLocker(folder));
  await Promise.all(lockers.map((locker) => locker.message('up')));
  await Promise.all(lockers.map((locker) => locker.send({ type: 'go' })));
  const outcomes = await Promise.all(lockers.map((locker) => locker.message('done')));
  const winner = lockers[outcomes.findIndex(({ refusedBy }) => refusedBy === undefined)];
  expect(winner).toBeDefined();
  const others = outcomes.filter((_, index) => lockers[index] !== winner);
  expect(others.map(({ refusedBy }) => refusedBy)).toEqual([winner?.pid, winner?.pid, winner?.pid]);
});

test('the lock ends with its process, however it ends, and not before', async () => {
  const folder = temporaryFolder();
  const locker = startLocker(folder);
  await locker.send({ type: 'go' });
  await locker.message('done');
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: 'data_folder_in_use',
    message: expect.stringContaining(`in use by process ${locker.pid}, since`),
    details: { folder, pid: locker.pid, host: hostname() },
  });
  await locker.kill();
  const lock = await lockFolder(folder);
  await lock.release();
});

test('a second lock in the same process is refused, and takes nothing from the first', async () => {
  const folder = temporaryFolder();
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ details: { pid: process.pid } });
  const locker = startLocker(folder);
  await locker.send({ type: 'go' });
  expect(await locker.message('done')).toMatchObject({ refusedBy: process.pid });
  await lock.release();
  await lock.release();
  const again = await lockFolder(folder);
  await lock.release(); // Of a lock that is no more: the new one stays.
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'data_folder_in_use' });
  await again.release();
  expect(readdirSync(folder)).toEqual([LOCK_FILES.lock]);
});

test('others cannot lock it, nor have the note of its holder written elsewhere', async () => {
  const folder = temporaryFolder();
  const elsewhere = join(folder, 'elsewhere');
  symlinkSync(elsewhere, join(folder, LOCK_FILES.holder));
  const lock = await lockFolder(folder);
  expect(existsSync(elsewhere)).toBe(false);
  expect(statSync(join(folder, LOCK_FILES.lock)).mode & 0o777).toBe(0o600);
  await lock.release();
});

test('what a process of the past has written about itself locks nobody out', async () => {
  const folder = temporaryFolder();
  const holder = { pid: process.ppid, host: hostname(), since: new Date(0).toISOString() };
  writeFileSync(join(folder, LOCK_FILES.holder), JSON.stringify(holder));
  const lock = await lockFolder(folder);
  await lock.release();
});

test.each([
  ['a file', 'file'],
  ['a folder below a file', 'file/folder'],
])('%s cannot be locked, and the error says so', async (_, path) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  await expect(lockFolder(join(folder, path))).rejects.toMatchObject({
    code: 'data_folder_unusable',
    hint: expect.stringContaining('choose another folder'),
  });
});

function startLocker(folder: string): Locker {
  const file = new URL('../test/fixtures/locker.ts', import.meta.url);
  return runChild<FromLocker, ToLocker>(file, { args: [folder], nodeArgs: ['--expose-gc'] });
}
