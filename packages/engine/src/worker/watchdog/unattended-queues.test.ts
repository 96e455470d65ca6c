import { registerWorker } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { silence } from '../../../test/orphan.ts';
import { episode, newSubject } from '../../../test/pipelines.ts';
import { createClient } from '../../client.ts';
import type { LogEntry } from '../hooks.ts';
import { createMoments } from '../moments.ts';
import { UnattendedQueues } from './unattended-queues.ts';

const db = testDatabase();

test('runs that have waited for nobody at two looks are told of once, and when that is over', async () => {
  const entries: LogEntry[] = [];
  const moments = createMoments({ log: (entry) => entries.push(entry) });
  const queues = new UnattendedQueues({ pool: db.pool(), moments });
  const said = async () => {
    await queues.look();
    return entries.splice(0).map(({ level, message }) => `${level}: ${message}`);
  };
  await using client = await createClient({ url: db.url, pipelines: [episode] });
  expect(await said()).toEqual([]);

  await client.submit(episode, { subject: newSubject() });
  expect(await said()).toEqual([]);
  expect(await said()).toEqual([
    expect.stringMatching(
      /^warn: 1 run of pipeline episode waits, for up to \d+ s, and no live worker takes them: start one/,
    ),
  ]);
  await client.submit(episode, { subject: newSubject() });
  expect(await said()).toEqual([]);

  await registerWorker(db.pool(), { workerId: 'w-1', host: 'h', pid: 1, version: '0', queues: ['episode'] });
  expect(await said()).toEqual(['info: No run of pipeline episode waits in vain any more.']);
  await silence(db, 'w-1');
  expect(await said()).toEqual([]);
  expect(await said()).toEqual([expect.stringMatching(/^warn: 2 runs of pipeline episode wait, /)]);
});
