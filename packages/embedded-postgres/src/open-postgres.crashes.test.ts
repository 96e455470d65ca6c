import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, isRunning, runChild, waitForRows } from '@telltale/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { FromOpener, ToOpener } from '../test/fixtures/opener.ts';
import { query } from '../test/query.ts';
import { makeTemporaryFolder, temporaryFolder } from '../test/temporary-folder.ts';
import { dataFolderIn } from './cluster.ts';
import { type OpenPostgresProgress, openPostgres } from './open-postgres.ts';
import { childProcessIds } from './processes.ts';

type Opener = Child<FromOpener, ToOpener>;

describe('after the process that opened it was killed', () => {
  const { folder, remove } = makeTemporaryFolder();
  let owner: Opener;
  let pid: number;
  let url: string;
  /** The shell that ends the server when its owner is gone. */
  let reaper: number;

  beforeAll(async () => {
    await using server = await openPostgres({ folder });
    await query(server.url, 'CREATE TABLE kept (row integer)');
  });

  afterAll(remove);

  beforeEach(async () => {
    owner = startOpener(folder);
    ({ pid, url } = await owner.message('opened'));
    reaper = childProcessIds(owner.pid).find((child) => child !== pid) ?? 0;
    await query(url, 'TRUNCATE kept');
    await query(url, 'INSERT INTO kept VALUES (1), (2)');
  });

  test('the server shuts down as well, and the next has the rows', async () => {
    kill(owner.pid);
    await ended(pid);
    expect(await reopen()).toEqual(['starting']);
  });

  test('a server that nobody ended is shut down by the next start', async () => {
    kill(reaper);
    kill(owner.pid);
    await owner.exit;
    expect(isRunning(pid)).toBe(true);
    expect(await reopen()).toEqual(['starting']);
    expect(isRunning(pid)).toBe(false);
  });

  test('a session that is still at work, its server killed, is ended by the next start', async () => {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    await client.connect();
    const lost = expect(client.query('DO $$ BEGIN LOOP END LOOP; END $$')).rejects.toThrow();
    const busy = `SELECT pid FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'`;
    const other = new pg.Pool({ connectionString: url, max: 1 });
    other.on('error', () => undefined);
    const [session] = await waitForRows<{ pid: number }>(other, { text: busy });
    await other.end();
    onTestFinished(() => kill(session!.pid)); // Otherwise it would be at work for ever, if the next start leaves it.
    for (const each of [reaper, pid, owner.pid]) kill(each);
    await Promise.all([ended(pid), owner.exit]);
    expect(isRunning(session!.pid)).toBe(true);
    expect(await reopen()).toEqual(['recovering']);
    expect(isRunning(session!.pid)).toBe(false);
    await lost;
  });

  test('a process id that has gone to another program in the meantime is not taken for the server', async () => {
    await owner.send({ type: 'stop' });
    await owner.message('stopped');
    const dataFolder = dataFolderIn(folder);
    const lines = [process.pid, dataFolder, 1, 20_001, '', '127.0.0.1', '1 1', 'ready'];
    writeFileSync(join(dataFolder, 'postmaster.pid'), lines.join('\n'));
    expect(await reopen()).toEqual(['recovering']);
  });

  /** Opens it here, finds the rows of the dead owner and gives what the opening was at. */
  async function reopen(): Promise<OpenPostgresProgress[]> {
    const progress: OpenPostgresProgress[] = [];
    await using server = await openPostgres({ folder, onProgress: (step) => progress.push(step) });
    expect(await query(server.url, 'SELECT row FROM kept ORDER BY row')).toEqual([{ row: 1 }, { row: 2 }]);
    return progress;
  }
});

test('a cluster whose making was killed half-way is not taken for one, and is made anew', async () => {
  const folder = temporaryFolder();
  const owner = startOpener(folder);
  await owner.message('creating');
  await expect.poll(() => unfinished().some((name) => existsSync(join(folder, name, 'data', 'global')))).toBe(true);
  kill(owner.pid);
  await owner.exit;
  expect(readdirSync(folder)).not.toContain('cluster');

  await using server = await openPostgres({ folder });
  expect(server.created).toBe(true);
  expect(await query(server.url, 'SELECT 1 AS row')).toEqual([{ row: 1 }]);
  expect(unfinished()).toEqual([]);

  function unfinished(): string[] {
    return readdirSync(folder).filter((name) => name.startsWith('unfinished-'));
  }
});

function startOpener(folder: string): Opener {
  return runChild<FromOpener, ToOpener>(new URL('../test/fixtures/opener.ts', import.meta.url), {
    args: [folder],
  });
}

/** The process alone, as by the kernel when memory is short: what it started stays. */
function kill(pid: number): void {
  if (isRunning(pid)) process.kill(pid, 'SIGKILL');
}

async function ended(pid: number): Promise<void> {
  await expect.poll(() => isRunning(pid), { timeout: 20_000, interval: 10 }).toBe(false);
}
