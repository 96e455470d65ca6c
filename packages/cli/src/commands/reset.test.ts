import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalArtifactStore } from '@telltale/engine';
import { migrateLibrary } from '@telltale/episode';
import { markWorkerStopped, registerWorker } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endedRun } from '../../test/ended-run.ts';
import { runCommand, type Said } from '../../test/run-command.ts';
import { Terminal } from '../../test/terminal.ts';
import { lockData } from '../database/lock-data.ts';

const db = testDatabase();

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-reset-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Said> {
  return await runCommand(['reset', ...args], { env: { TELLTALE_DATA: folder, ...env }, cwd: folder });
}

/** A data folder with everything that can be in it, and something of somebody else. */
async function fillFolder(): Promise<void> {
  await mkdir(join(folder, 'postgres', 'cluster'), { recursive: true });
  await mkdir(join(folder, 'artifacts', '.incoming'), { recursive: true });
  for (const file of ['postgres/cluster/about.json', 'running.json', 'telltale.config.json', 'holiday.jpg']) {
    await writeFile(join(folder, file), '{}');
  }
}

const MINE = ['holiday.jpg', 'telltale.config.json'];

describe('telltale reset with the embedded database', () => {
  test('says what it would remove, and where nobody can be asked does nothing without --yes', async () => {
    await fillFolder();
    const { stdout } = await run(['--dry-run']);
    expect(stdout).toContain(`Would be removed:\n  ${join(folder, 'postgres')} (2 B)\n  ${join(folder, 'artifacts')}`);
    expect(stdout).not.toContain('holiday');
    const { exitCode, stderr } = await run([]);
    expect(stderr).toContain('Nothing was removed: this needs --yes');
    expect(exitCode).toBe(2);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['artifacts', 'postgres', 'running.json', ...MINE]));
  });

  test('removes what Telltale has made, and leaves the rest and the configuration', async () => {
    await fillFolder();
    const { stdout, exitCode } = await run(['--yes']);
    expect(stdout).toMatch(/All of it was removed\.\n$/);
    expect(exitCode).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(MINE);
    expect((await run(['--yes'])).stdout).toBe('There is nothing to remove.\n');
  });

  test('refuses while a Telltale runs on the folder, and names its process', async () => {
    await fillFolder();
    await using _lock = await lockData(folder);
    const { exitCode, stderr } = await run(['--yes']);
    expect(stderr).toContain(`process ${process.pid}`);
    expect(exitCode).toBe(1);
    expect(await readdir(folder)).toContain('postgres');
  });

  test('asks for the word in a terminal, and takes no other', async () => {
    await fillFolder();
    const env = { PATH: process.env.PATH, TELLTALE_DATA: folder };
    const first = new Terminal(['reset'], { env });
    await first.shows('Type "reset"');
    first.press('yes\r');
    expect(await first.exited).toBe(1);
    expect(first.text).toContain('Nothing was removed.');
    expect(await readdir(folder)).toContain('postgres');
    const second = new Terminal(['reset'], { env });
    await second.shows('Type "reset"');
    second.press('reset\r');
    expect(await second.exited).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(MINE);
  });
});

describe('telltale reset with a database of its own', () => {
  test('refuses while workers are alive; then removes runs, files and tables, and nothing of the data folder', async () => {
    const env = { TELLTALE_DATABASE_URL: db.url };
    await fillFolder();
    const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
    const file = join(folder, 'artifacts', await endedRun(db, { subject: 'one', daysAgo: 1, artifacts }));
    await registerWorker(db.pool(), { workerId: 'w', host: 'there', pid: 7, version: '1', queues: ['episode'] });

    const refused = await run(['--yes'], env);
    expect(refused.stderr).toContain('workers are at work on this database (process 7 on there)');
    expect(refused.exitCode).toBe(1);
    await markWorkerStopped(db.pool(), 'w');
    await migrateLibrary(db.pool());
    const { location } = await artifacts.put({ runId: 'media-1-run-1', source: 'audio' });
    await db.query(
      `INSERT INTO telltale_episode.media (sha256, location, bytes, content_type) VALUES ($1, $2, 5, 'audio/mpeg')`,
      ['0'.repeat(64), location],
    );

    const planned = await run(['--dry-run', '--json'], env);
    const extent = { runs: 1, files: 1, tokens: 0, keepsDbos: false };
    const library = { episodes: 0, files: 1 };
    const database = { extent, library };
    expect(JSON.parse(planned.stdout)).toMatchObject({ dryRun: true, folders: [], database, vectors: null });
    await stat(file);

    const { stdout, exitCode } = await run(['--yes'], env);
    expect(stdout).toContain('  1 run in the database at ');
    expect(stdout).toContain('  0 episodes with 1 audio file, and the schemas telltale_episode and telltale_vectors\n');
    expect(stdout).toContain('  the schemas telltale and dbos\n');
    expect(exitCode).toBe(0);
    await expect(stat(file)).rejects.toThrow('ENOENT');
    await expect(stat(join(folder, 'artifacts', location))).rejects.toThrow('ENOENT');
    const { rows } = await db.query(`SELECT nspname FROM pg_namespace WHERE nspname ~ '^(telltale|dbos)'`);
    expect(rows).toEqual([]);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['artifacts', 'postgres', ...MINE]));
  });
});
