import { runChild } from '@telltale/testing';
import { type PostgresServer, startPostgres } from '@telltale/testing/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FromWorker, ToWorker, WorkerProcessOptions } from '../../test/fixtures/worker-process.ts';
import { Gate, gatedPipeline } from '../../test/gated-pipeline.ts';
import { newSubject } from '../../test/pipelines.ts';
import { startTestWorker, stopTestWorkers } from '../../test/test-worker.ts';
import { createClient } from '../client.ts';
import { setUpDatabase } from '../setup/set-up-database.ts';

const TIMEOUT = { timeout: 90_000 };
let server: PostgresServer;
stopTestWorkers();

beforeAll(async () => {
  server = await startPostgres({ fsync: false });
  await setUpDatabase(server.url);
}, 60_000);

afterAll(async () => {
  await server.stop();
});

const open = new Gate();
open.openAll();

test('a worker goes on when its database comes back, with the runs in hand and new ones', TIMEOUT, async () => {
  const gate = new Gate();
  const pipeline = gatedPipeline(gate.pass);
  const { signals, log } = await startTestWorker(server, [pipeline], { settings: { heartbeatMs: 50 } });
  await using client = await createClient({ url: server.url, pipelines: [pipeline] });
  const subject = newSubject();
  const { runId } = await client.submit(pipeline, { subject, items: 2 });
  await gate.came(`${subject}/item-1`);

  await server.halt();
  await signals.on('log').seen(({ message }) => message.includes('This worker keeps trying'));
  gate.open(`${subject}/item-1`);
  const back = signals.on('log').next(({ message }) => message === 'The database is back.', { timeoutMs: 20_000 });
  await server.start();
  await gate.came(`${subject}/item-2`);
  await back;
  gate.openAll();
  expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 2 });
  expect(signals.all('runTaken')).toEqual([{ runId, tries: 1 }]);
  const next = await client.submit(pipeline, { subject: newSubject() });
  expect(await client.wait(next.runId)).toEqual({ state: 'succeeded', result: 1 });
  const told = log().filter((line) => !line.startsWith('info: Worker'));
  expect(told.filter((line) => line.includes('keeps trying'))).toHaveLength(1);
});

test('a worker whose database is away stops all the same, and its process ends', TIMEOUT, async () => {
  const file = new URL('../../test/fixtures/worker-process.ts', import.meta.url);
  const options: WorkerProcessOptions = { url: server.url, settings: { graceMs: 10, letGoMs: 10 } };
  const child = runChild<FromWorker, ToWorker>(file, { args: [JSON.stringify(options)] });
  await child.message('ready', { timeoutMs: 20_000 });
  const pipeline = gatedPipeline(open.pass);
  const client = await createClient({ url: server.url, pipelines: [pipeline] });
  const { runId } = await client.submit(pipeline, { subject: newSubject() });
  await client.close();
  await child.message('came');
  await server.halt();
  await child.send({ type: 'stop' });
  await child.message('stopped', { timeoutMs: 60_000 });
  expect(await child.exited({ timeoutMs: 20_000 })).toEqual({ code: 0, signal: null });

  await server.start();
  await using again = await createClient({ url: server.url, pipelines: [pipeline] });
  expect((await again.reader.getRun(runId))?.state).toBe('running');
});
