import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Child, runChild } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { FromOpener, ToOpener } from '../test/fixtures/opener.ts';
import { query } from '../test/query.ts';
import { makeTemporaryFolder, temporaryFolder } from '../test/temporary-folder.ts';
import { embeddedBinFolder } from './binaries.ts';
import { closedFolder } from './closed-folder.ts';
import { openPostgres } from './open-postgres.ts';
import { INSTALLATION } from './reachable-binaries.ts';

const DEBIAN_BIN = '/usr/lib/postgresql/15/bin';
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

describe('a folder with data', () => {
  const { folder, remove } = makeTemporaryFolder();
  const about = join(folder, 'cluster', 'about.json');

  beforeAll(async () => {
    await using server = await openPostgres({ folder });
    await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS row');
  });

  afterAll(remove);

  test('that another process has opened is refused, with that one’s id, and the server there goes on', async () => {
    const owner = startOpener(folder);
    const { url } = await owner.message('opened');
    await expect(openPostgres({ folder })).rejects.toMatchObject({
      code: 'data_folder_in_use',
      details: { pid: owner.pid },
    });
    expect(await query(url, 'SELECT row FROM kept')).toEqual([{ row: 1 }]);
    await stop(owner);
  });

  test.skipIf(!existsSync(DEBIAN_BIN))('of another major version is refused and left as it was', async () => {
    const before = readdirSync(folder);
    await expect(openPostgres({ folder, binDir: DEBIAN_BIN })).rejects.toMatchObject({
      code: 'postgres_version_mismatch',
      message: expect.stringMatching(/was made by Postgres 18, and Postgres 15\.\S+ cannot read it/),
      hint: expect.stringContaining('pg_dumpall'),
    });
    expect(readdirSync(folder)).toEqual(before);
    await using server = await openPostgres({ folder });
    expect(await query(server.url, 'SELECT row FROM kept')).toEqual([{ row: 1 }]);
  });

  test('that nothing says anything about is refused', async () => {
    const text = readFileSync(about);
    onTestFinished(() => writeFileSync(about, text));
    writeFileSync(about, '{"postg');
    await expect(openPostgres({ folder })).rejects.toMatchObject({ code: 'data_folder_foreign' });
  });

  test('keeps out of the start what its server refuses: the error has the reason', async () => {
    await expect(openPostgres({ folder, settings: { work_mem: 'plenty' } })).rejects.toMatchObject({
      code: 'postgres_start_failed',
      message: expect.stringContaining('"plenty"'),
      hint: expect.stringContaining(join(folder, 'log')),
    });
    await using server = await openPostgres({ folder });
    expect(server.created).toBe(false);
  });

  test.skipIf(!isRoot)('belongs to the user that made it', async () => {
    chmodSync(folder, 0o777);
    onTestFinished(() => chmodSync(folder, 0o755));
    const opener = startOpener(folder, 'nobody');
    expect(await opener.message('failed')).toMatchObject({ code: 'data_folder_unusable' });
  });
});

test('a folder with something else in it is refused, and nothing is changed there', async () => {
  const folder = temporaryFolder();
  for (const name of ['PG_VERSION', 'base', 'global', 'log', 'pg_wal']) writeFileSync(join(folder, name), '');
  await expect(openPostgres({ folder })).rejects.toMatchObject({
    code: 'data_folder_foreign',
    message: expect.stringContaining('it holds PG_VERSION, base, global, …'),
  });
  expect(readdirSync(folder)).toEqual(['PG_VERSION', 'base', 'global', 'log', 'pg_wal']);
});

test('a bin folder without Postgres is refused by name', async () => {
  await expect(openPostgres({ folder: temporaryFolder(), binDir: '/nowhere/bin' })).rejects.toMatchObject({
    code: 'postgres_start_failed',
    message: expect.stringContaining('/nowhere/bin/postgres'),
  });
});

test('an installation whose libraries are missing says how to complete it', async () => {
  const binDir = join(temporaryFolder(), 'bin');
  mkdirSync(binDir);
  await cp(join(embeddedBinFolder(), 'postgres'), join(binDir, 'postgres'));
  await expect(openPostgres({ folder: temporaryFolder(), binDir })).rejects.toMatchObject({
    code: 'postgres_start_failed',
    hint: expect.stringContaining('npm rebuild'),
  });
});

describe.skipIf(!isRoot)('as root', () => {
  test('a folder that the server’s user cannot get to is refused, with what to do', async () => {
    // What mktemp makes is open to its owner only.
    const closed = await mkdtemp(join(tmpdir(), 'telltale-closed-'));
    onTestFinished(() => rmSync(closed, { recursive: true }));
    await expect(openPostgres({ folder: join(closed, 'postgres') })).rejects.toMatchObject({
      code: 'data_folder_unusable',
      message: expect.stringContaining(`may not enter ${closed}.`),
      hint: expect.stringContaining(`chmod o+x ${closed}`),
    });
  });

  test('a Postgres that lies below a folder of root’s alone is copied to where its user can run it, over an older copy', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'telltale-closed-'));
    onTestFinished(() => rmSync(closed, { recursive: true }));
    execFileSync('cp', ['-al', dirname(embeddedBinFolder()), closed]); // As hard links, which take no time.
    const folder = temporaryFolder(tmpdir()); // A disk in memory may be one without programs (noexec).
    const old = join(folder, INSTALLATION, 'of-an-older-version');
    mkdirSync(dirname(old));
    writeFileSync(old, '');
    await using server = await openPostgres({ folder, binDir: join(closed, 'native', 'bin') });
    expect(server.created).toBe(true);
    expect(existsSync(old)).toBe(false);
    expect(existsSync(join(folder, INSTALLATION, 'bin', 'postgres'))).toBe(true);
  });

  test('an ordinary user’s folder is used as root, too, and by that user again', async ({ skip }) => {
    const nobody = { name: 'nobody', uid: NOBODY, gid: NOBODY };
    skip(closedFolder(embeddedBinFolder(), nobody) !== undefined, 'user nobody may not enter this checkout');
    const folder = temporaryFolder();
    chownSync(folder, NOBODY, NOBODY);
    const opener = startOpener(folder, 'nobody');
    expect(await opener.message('opened')).toMatchObject({ created: true });
    await stop(opener);
    const asRoot = await openPostgres({ folder });
    expect(asRoot.created).toBe(false);
    await asRoot.stop();
    const again = startOpener(folder, 'nobody');
    expect(await again.message('opened')).toMatchObject({ created: false });
    await stop(again);
  });

  test('a full disk is told as such, loses nothing, and a disk that is read-only as well', async ({ skip }) => {
    const disk = temporaryFolder();
    try {
      mount('-t', 'tmpfs', '-o', 'size=120m,mode=755', 'tmpfs', disk);
    } catch {
      skip('this container may not mount a disk');
    }
    onTestFinished(() => void execFileSync('/bin/umount', [disk]));
    const folder = join(disk, 'postgres');
    const filler = join(disk, 'filler');

    fill(filler);
    await expect(openPostgres({ folder })).rejects.toMatchObject({ code: 'disk_full' });
    rmSync(filler);
    const server = await openPostgres({ folder });
    expect(server.created).toBe(true);
    await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS row');
    await server.stop();
    fill(filler);
    await expect(openPostgres({ folder })).rejects.toMatchObject({ code: 'disk_full' });
    mount('-o', 'remount,ro', disk);
    await expect(openPostgres({ folder })).rejects.toMatchObject({ code: 'data_folder_unusable' });
    mount('-o', 'remount,rw', disk);
    rmSync(filler);
    await using again = await openPostgres({ folder });
    expect(await query(again.url, 'SELECT row FROM kept')).toEqual([{ row: 1 }]);
  });
});

function startOpener(folder: string, user = ''): Child<FromOpener, ToOpener> {
  return runChild<FromOpener, ToOpener>(new URL('../test/fixtures/opener.ts', import.meta.url), {
    args: [folder, user],
  });
}

async function stop(opener: Child<FromOpener, ToOpener>): Promise<void> {
  await opener.send({ type: 'stop' });
  await opener.message('stopped');
}

function mount(...args: string[]): void {
  execFileSync('/bin/mount', args, { stdio: 'pipe' });
}

/** Leaves no byte free on the disk. */
function fill(file: string): void {
  for (const bytes of [2 ** 20, 2 ** 12]) {
    try {
      for (;;) writeFileSync(file, new Uint8Array(bytes), { flag: 'a' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }
}
