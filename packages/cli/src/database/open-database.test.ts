import { appendFile, chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Config } from '../config/schema.ts';
import { openDatabase } from './open-database.ts';

test('an embedded server that ends because its disk is full is said to have done so', async () => {
  const data = await mkdtemp(join(tmpdir(), 'telltale-open-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  // As root, another user runs Postgres, who has to get there.
  await chmod(data, 0o711);
  await using database = await openDatabase({ data, database: {} } as Config);
  // What a server says then; to fill a disk would be to fill that of others.
  await appendFile(join(data, 'postgres', 'log'), 'PANIC:  could not write to file "x": No space left on device\n');
  const postmaster = await readFile(join(data, 'postgres', 'cluster', 'data', 'postmaster.pid'), 'utf8');
  process.kill(Number.parseInt(postmaster, 10), 'SIGQUIT');
  await expect(database.ended).rejects.toMatchObject({
    code: 'database_ended',
    message: 'The embedded Postgres has ended by itself: its disk is full.',
    hint: expect.stringContaining('Free 200 MB'),
  });
});
