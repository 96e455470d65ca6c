import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { listWorkers, registerWorker } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { retireDeadWorkers } from './retire-dead-workers.ts';

const db = testDatabase();

test('workers of this machine whose processes are gone have stopped, and no others', async () => {
  const pool = db.pool();
  const { pid: gone } = spawnSync(process.execPath, ['--version']);
  const workers = [
    { workerId: 'gone', host: hostname(), pid: gone },
    { workerId: 'had-our-number', host: hostname(), pid: process.pid },
    { workerId: 'alive', host: hostname(), pid: process.ppid },
    { workerId: 'elsewhere', host: 'another', pid: gone },
  ];
  for (const worker of workers) await registerWorker(pool, { ...worker, version: '1', queues: [] });
  await retireDeadWorkers(pool);
  expect((await listWorkers(pool)).map(({ workerId }) => workerId).toSorted()).toEqual(['alive', 'elsewhere']);
});
