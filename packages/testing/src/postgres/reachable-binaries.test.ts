import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findBinFolder } from './binaries.ts';
import { startPostgres } from './start-postgres.ts';
import { postgresUser } from './system-user.ts';

test('root can use a Postgres that lies below a folder of root’s alone', async ({ skip }) => {
  if (postgresUser() === undefined) skip('only root runs it as another user');
  // What mktemp makes is open to its owner only.
  const closed = await mkdtemp(join(tmpdir(), 'telltale-closed-'));
  onTestFinished(() => rm(closed, { recursive: true }));
  await cp(dirname(findBinFolder()), join(closed, 'native'), { recursive: true, verbatimSymlinks: true });

  await using server = await startPostgres({ fsync: false, binDir: join(closed, 'native', 'bin') });
  expect(await server.log()).toContain('ready to accept connections');
});
