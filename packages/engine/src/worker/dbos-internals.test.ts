import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { wfQueueRunner } from '@dbos-inc/dbos-sdk/internal/wfqueue';
import { createSignals, testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { episode, newSubject } from '../../test/pipelines.ts';
import { workflowOf } from '../../test/rows.ts';
import { type Client, createClient } from '../client.ts';
import { IDLE_TRANSACTION_MS, launchDbos, shutDownDbos } from './dbos.ts';
import { claimRuns, isDbosLaunched, Slots } from './dbos-internals.ts';

interface Moments {
  freed?(queue: string): void;
  warned?(message: string): void;
}

const db = testDatabase();
const signals = createSignals<Moments>();
const never = new AbortController().signal;
let client: Client;
let slots: Slots;
/** The runs that are being executed, each until the test ends it. */
const executing: PromiseWithResolvers<unknown>[] = [];

beforeAll(async () => {
  client = await createClient({ url: db.url, pipelines: [episode] });
  await launchDbos({
    url: db.url,
    workerId: 'internals',
    pipelines: [episode],
    execute: () => {
      const run = Promise.withResolvers<unknown>();
      executing.push(run);
      return run.promise;
    },
    log: ({ level, message }) => level !== 'debug' && signals.hooks.warned(message),
  });
  slots = new Slots((queue) => signals.hooks.freed(queue));
});

afterAll(async () => {
  await shutDownDbos();
  await client.close();
});

async function submit(): Promise<string> {
  return (await client.submit(episode, { subject: newSubject() })).runId;
}

test('the version is the one that this was written for: for another one, read what is used of it again', async () => {
  const entry = createRequire(import.meta.url).resolve('@dbos-inc/dbos-sdk');
  const read = async (path: string | URL): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  expect(await read(join(entry, '../../../package.json'))).toMatchObject({ version: '5.3.0' });
  const own = await read(new URL('../../package.json', import.meta.url));
  expect(own).toMatchObject({ dependencies: { '@dbos-inc/dbos-sdk': '5.3.0' } });
});

test('DBOS is launched, and none of its own loops runs', () => {
  expect(isDbosLaunched()).toBe(true);
  expect(DBOS.isInitialized()).toBe(true);
  expect(wfQueueRunner).toMatchObject({ isRunning: false });
});

test('a transaction of DBOS that is idle for long is ended', async () => {
  const pool = DBOSExecutor.globalInstance?.systemDatabase.pool;
  const { rows } = await pool!.query('SHOW idle_in_transaction_session_timeout');
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: `${IDLE_TRANSACTION_MS / 1_000}s` }]);
});

test('a claim takes as many runs as there is room for, and each that ends makes room', async () => {
  const runIds = [await submit(), await submit(), await submit()];
  expect(await claimRuns('episode', 2, never)).toBe(2);
  expect(executing).toHaveLength(2);
  expect(slots.runIds).toEqual(runIds.slice(0, 2));
  expect([slots.has(runIds[0]!), slots.has(runIds[2]!)]).toEqual([true, false]);
  expect(await workflowOf(db, runIds[0]!)).toMatchObject({
    status: 'PENDING',
    executor_id: 'internals',
    application_version: 'telltale-1',
    recovery_attempts: '1',
  });
  expect(await claimRuns('episode', 2, never)).toBe(0);

  const freed = signals.on('freed').next((queue) => queue === 'episode');
  executing[0]?.resolve('done');
  await freed;
  expect(await workflowOf(db, runIds[0]!)).toMatchObject({ status: 'SUCCESS' });
  expect(await claimRuns('episode', 2, never)).toBe(1);
  for (const run of executing) run.resolve('done');
  await slots.idle();
  expect(slots.runIds).toEqual([]);
  expect(signals.all('warned')).toEqual([]);
});

test('the execution of a run that was moved makes room, and ends when another one has recorded the outcome', async () => {
  slots.hurry();
  const runId = await submit();
  await claimRuns('episode', 1, never);
  await db.query(`UPDATE dbos.workflow_status SET owner_xid = 'another' WHERE workflow_uuid = $1`, [runId]);
  executing.at(-1)?.resolve('too late');
  await slots.idle();
  await db.query(`UPDATE dbos.workflow_status SET status = 'SUCCESS' WHERE workflow_uuid = $1`, [runId]);
  await slots.settled();
  expect(signals.all('warned')).toEqual([]);
});

test('nothing is left of DBOS after it was shut down', async () => {
  await shutDownDbos();
  expect(isDbosLaunched()).toBe(false);
});
