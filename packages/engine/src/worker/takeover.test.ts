import { listWorkers } from '@telltale/ledger';
import { type Child, runChild, testDatabase, waitForRows } from '@telltale/testing';
import { expect, test } from 'vitest';
import type { FromWorker, ToWorker, WorkerProcessOptions } from '../../test/fixtures/worker-process.ts';
import { Gate, gatedPipeline } from '../../test/gated-pipeline.ts';
import { silence } from '../../test/orphan.ts';
import { newSubject } from '../../test/pipelines.ts';
import { eventsOf, workflowOf } from '../../test/rows.ts';
import { startTestWorker, stopTestWorkers } from '../../test/test-worker.ts';
import { createClient } from '../client.ts';

const db = testDatabase();
stopTestWorkers();

const open = new Gate();
open.openAll();
const pipeline = gatedPipeline(open.pass);
const TIMEOUT = { timeout: 60_000 };

async function startProcess(options: Partial<WorkerProcessOptions> = {}) {
  const file = new URL('../../test/fixtures/worker-process.ts', import.meta.url);
  const child = runChild<FromWorker, ToWorker>(file, { args: [JSON.stringify({ url: db.url, ...options })] });
  const { workerId } = await child.message('ready', { timeoutMs: 20_000 });
  return { child, workerId };
}

async function logged(child: Child<FromWorker, ToWorker>, words: string): Promise<void> {
  for (;;) {
    if ((await child.message('log')).message.includes(words)) return;
  }
}

/** A run of two items, with a worker in a process of its own, at the gate of its first item. */
async function startRun(options: Partial<WorkerProcessOptions> = {}) {
  const client = await createClient({ url: db.url, pipelines: [pipeline] });
  const { child, workerId } = await startProcess(options);
  const subject = newSubject();
  const { runId } = await client.submit(pipeline, { subject, items: 2 });
  expect(await child.message('came')).toMatchObject({ item: `${subject}/item-1` });
  await waitForRows(db.pool(), {
    text: `SELECT FROM telltale.run WHERE run_id = $1 AND step = 'count'`,
    values: [runId],
  });
  return { child, workerId, client, runId, subject, [Symbol.asyncDispose]: () => client.close() };
}

test('the runs of a worker that was killed go back to their queue, and on with the next worker', TIMEOUT, async () => {
  await using run = await startRun();
  await run.child.kill();
  await silence(db, run.workerId);
  const { worker, signals, log } = await startTestWorker(db, [pipeline], { settings: { watchdogMs: 20 } });
  expect(await run.client.wait(run.runId)).toEqual({ state: 'succeeded', result: 2 });
  // The killed one had ended a step: that brought the run on, and its try does not count.
  expect(signals.all('runTaken')).toEqual([{ runId: run.runId, tries: 1 }]);
  expect(signals.all('commitPoint').map(({ name }) => name)).toEqual(
    expect.arrayContaining(['before-takeover', 'after-takeover']),
  );
  expect(log().join('\n')).toMatch(/its worker was silent for 4\d s: it goes back to its queue/);
  const recorded = signals.all('recorded').flatMap(({ events }) => events.map(({ type }) => type));
  expect(recorded).toEqual(expect.arrayContaining(['run.recovered', 'run.started', 'run.succeeded']));

  const told = (await eventsOf(db, run.runId)).map(({ type, step, data }) => [type, step ?? data.workerId ?? null]);
  const moved = told.findIndex(([type]) => type === 'step.stopped');
  expect(told.slice(moved, moved + 3)).toEqual([
    ['step.stopped', 'count'],
    ['run.recovered', null],
    ['run.started', worker.id],
  ]);
  const recovered = (await eventsOf(db, run.runId)).find(({ type }) => type === 'run.recovered');
  expect(recovered?.data).toEqual({
    fromWorker: run.workerId,
    toWorker: null,
    reason: expect.stringMatching(/^its worker was silent for 4\d s$/),
    interruptedActions: 0,
  });
});

test.each(['pause', 'cancel'] as const)(
  'a %s that a dead worker was asked for is done by another one',
  TIMEOUT,
  async (control) => {
    await using run = await startRun();
    run.child.stop();
    await run.client[control](run.runId, { by: 'anna' });
    await run.child.kill();
    await silence(db, run.workerId);
    await startTestWorker(db, [pipeline], { settings: { watchdogMs: 20 } });
    const state = control === 'pause' ? 'paused' : 'cancelled';
    await waitForRows(db.pool(), {
      text: `SELECT FROM telltale.run WHERE run_id = $1 AND status = $2`,
      values: [run.runId, state],
    });
    const types = (await eventsOf(db, run.runId)).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['step.stopped', `run.${state}`]);
  },
);

test(
  'a worker that is told to end hands its run back when its item is done, and the next one goes on there',
  TIMEOUT,
  async () => {
    await using run = await startRun();
    process.kill(run.child.pid, 'SIGTERM');
    await logged(run.child, 'goes back to its queue');
    await run.child.send({ type: 'open' });
    expect(await run.child.message('left')).toMatchObject({ runId: run.runId, how: 'handed-back' });
    await run.child.message('stopped');
    expect(await run.child.exited()).toEqual({ code: 0, signal: null });
    expect(await workflowOf(db, run.runId)).toMatchObject({ status: 'ENQUEUED', recovery_attempts: '0' });
    const workers = await listWorkers(db.pool(), { stopped: true });
    expect(workers.find(({ workerId }) => workerId === run.workerId)?.stoppedAt).not.toBeNull();

    await startTestWorker(db, [pipeline]);
    expect(await run.client.wait(run.runId)).toEqual({ state: 'succeeded', result: 2 });
    const items = (await eventsOf(db, run.runId)).filter(({ type }) => type === 'item.succeeded');
    expect(items.map(({ item }) => item)).toEqual(['item-1', 'item-2']);
  },
);

test('a worker that is told twice to end does so at once', TIMEOUT, async () => {
  await using run = await startRun({ deaf: true });
  process.kill(run.child.pid, 'SIGTERM');
  await logged(run.child, 'once more ends this process');
  process.kill(run.child.pid, 'SIGTERM');
  expect(await run.child.exited()).toEqual({ code: 143, signal: null });
  expect(await workflowOf(db, run.runId)).toMatchObject({ status: 'PENDING' });
  await run.client.cancel(run.runId);
});

test('a worker that wakes up after its runs were taken lets go of them, and works on', TIMEOUT, async () => {
  await using run = await startRun({ settings: { heartbeatMs: 50 } });
  run.child.stop();
  await silence(db, run.workerId);
  const gate = new Gate();
  const other = await startTestWorker(db, [gatedPipeline(gate.pass)], { settings: { watchdogMs: 20 } });
  await gate.came(`${run.subject}/item-1`);
  expect(other.worker.running).toMatchObject([{ runId: run.runId }]);

  run.child.continue();
  expect(await run.child.message('left')).toMatchObject({ runId: run.runId, how: 'lost' });
  gate.openAll();
  expect(await run.client.wait(run.runId)).toEqual({ state: 'succeeded', result: 2 });
  await other.worker.stop();
  const finished = (await eventsOf(db, run.runId)).filter(({ type }) => type === 'item.succeeded');
  expect(finished.map(({ item }) => item)).toEqual(['item-1', 'item-2']);

  const { runId } = await run.client.submit(pipeline, { subject: newSubject() });
  await run.child.send({ type: 'open' });
  expect(await run.client.wait(runId)).toEqual({ state: 'succeeded', result: 1 });
});

test('a worker that was declared stopped while it slept says so, and comes back', TIMEOUT, async () => {
  const { child, workerId } = await startProcess({ settings: { heartbeatMs: 50 } });
  child.stop();
  await db.query('UPDATE telltale.worker SET stopped_at = now() WHERE worker_id = $1', [workerId]);
  child.continue();
  await logged(child, 'had been given up as dead, and comes back');
  await waitForRows(db.pool(), {
    text: 'SELECT FROM telltale.worker WHERE worker_id = $1 AND stopped_at IS NULL',
    values: [workerId],
  });
});

test('a worker whose machine slept for long does not take its own runs from itself', TIMEOUT, async () => {
  const gate = new Gate();
  const gated = gatedPipeline(gate.pass);
  const { worker, signals } = await startTestWorker(db, [gated], { settings: { watchdogMs: 20 } });
  await using client = await createClient({ url: db.url });
  const subject = newSubject();
  const { runId } = await client.submit(gated, { subject });
  await gate.came(`${subject}/item-1`);
  await silence(db, worker.id);
  await signals.on('commitPoint').next((point) => point.name === 'after-takeover' && point.runId === runId);
  gate.openAll();
  expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 1 });
  expect(await workflowOf(db, runId)).toMatchObject({ recovery_attempts: '1' });
});
