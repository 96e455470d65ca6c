import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readRunningServer, removeRunningServer, writeRunningServer } from './running-server.ts';

const SERVER = {
  pid: 1,
  url: 'http://127.0.0.1:1',
  startedAt: '',
  version: '1',
  databaseUrl: 'postgres://x:secret@y/z',
};

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-running-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('what says where the database is can be read by its owner alone, whatever was left in its place', async () => {
  const folder = dataFolder();
  for (const name of ['running.json', 'running.json.new']) {
    writeFileSync(join(folder, name), 'of before');
    chmodSync(join(folder, name), 0o666);
  }
  await writeRunningServer(folder, SERVER);
  expect(statSync(join(folder, 'running.json')).mode & 0o777).toBe(0o600);
  expect(await readRunningServer(folder)).toEqual(SERVER);
});

test('it is not written through a link that somebody has put there', async () => {
  const folder = dataFolder();
  const elsewhere = join(folder, 'elsewhere');
  for (const name of ['running.json', 'running.json.new']) symlinkSync(elsewhere, join(folder, name));
  await writeRunningServer(folder, SERVER);
  expect(existsSync(elsewhere)).toBe(false);
  expect(await readRunningServer(folder)).toEqual(SERVER);
});

test('one that ends leaves what another has written since', async () => {
  const folder = dataFolder();
  await writeRunningServer(folder, SERVER);
  await removeRunningServer(folder, SERVER.pid + 1);
  expect(await readRunningServer(folder)).toEqual(SERVER);
  await removeRunningServer(folder, SERVER.pid);
  expect(await readRunningServer(folder)).toBeNull();
});
