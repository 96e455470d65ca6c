import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalArtifactStore } from '@telltale/engine';
import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endedRun } from '../../test/ended-run.ts';
import { runCommand, type Said } from '../../test/run-command.ts';

const db = testDatabase();

let folder = '';
let stored = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-retention-'));
  const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
  stored = await endedRun(db, { subject: 'old', daysAgo: 10, artifacts });
  await endedRun(db, { subject: 'new', daysAgo: 1, artifacts });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Said> {
  return await runCommand(['retention', ...args], {
    env: { TELLTALE_DATA: folder, TELLTALE_DATABASE_URL: db.url, ...env },
    cwd: folder,
  });
}

async function runs(): Promise<readonly string[]> {
  return (await db.query('SELECT subject FROM telltale.run ORDER BY 1')).rows.map(({ subject }) => subject);
}

describe('telltale retention', () => {
  test('wants to know how many days', async () => {
    const { exitCode, stderr } = await run([]);
    expect(stderr).toContain('Say it with --days, or set worker.keepRunsDays.');
    expect(exitCode).toBe(2);
  });

  test('says what it would remove', async () => {
    const { stdout } = await run(['--days', '5', '--dry-run']);
    expect(stdout).toBe('Would be removed: 1 run, 1 event, 1 artifact.\n');
    expect(await runs()).toEqual(['new', 'old']);
  });

  test('removes runs that ended longer ago than the configuration says, and their files', async () => {
    await stat(join(folder, 'artifacts', stored));
    const { stdout, exitCode } = await run([], { TELLTALE_WORKER_KEEP_RUNS_DAYS: '5' });
    expect(stdout).toBe('Removed: 1 run, 1 event, 1 artifact.\nFiles: 1 file removed.\n');
    expect(exitCode).toBe(0);
    expect(await runs()).toEqual(['new']);
    await expect(stat(join(folder, 'artifacts', stored))).rejects.toThrow('ENOENT');
  });

  test('says in JSON that there was nothing left to do', async () => {
    const { stdout } = await run(['--days', '5', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      dryRun: false,
      runs: 0,
      finished: true,
      filesRemoved: 0,
      filesFailed: 0,
    });
  });
});
