import { listWorkers, registerWorker } from '@telltale/ledger';
import { testDatabase, waitForRows } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Gate, gatedPipeline } from '../../test/gated-pipeline.ts';
import { newSubject } from '../../test/pipelines.ts';
import { eventsOf, workflowOf } from '../../test/rows.ts';
import { startTestWorker, stopTestWorkers } from '../../test/test-worker.ts';
import { createClient } from '../client.ts';
import { definePipeline } from '../pipeline/define-pipeline.ts';

const db = testDatabase();
stopTestWorkers();

const open = new Gate();
open.openAll();
const pipeline = gatedPipeline(open.pass);

async function worker(workerId: string) {
  return (await listWorkers(db.pool(), { stopped: true })).find((known) => known.workerId === workerId);
}

describe('a worker', () => {
  test('is known from its start to its stop', async () => {
    const { worker: started } = await startTestWorker(db, [pipeline], { version: '1.2.3' });
    expect(started.id).toMatch(/^[\w.~:-]+-\d+-[0-9a-f]{8}$/);
    expect(started.state).toBe('working');
    expect(await worker(started.id)).toMatchObject({
      version: '1.2.3',
      queues: ['gated'],
      pid: process.pid,
      stoppedAt: null,
    });
    await started.stop();
    expect(started.state).toBe('stopped');
    expect((await worker(started.id))?.stoppedAt).not.toBeNull();
  });

  test('runs what was submitted before any worker ever was', async () => {
    await using client = await createClient({ url: db.url, pipelines: [pipeline] });
    const { runId } = await client.submit(pipeline, { subject: newSubject(), items: 3 });
    await startTestWorker(db, [pipeline]);
    expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 3 });
  });

  test('says which runs it has in hand', async () => {
    const gate = new Gate();
    const waiting = gatedPipeline(gate.pass);
    await using client = await createClient({ url: db.url, pipelines: [waiting] });
    const { worker: started, signals } = await startTestWorker(db, [waiting]);
    const subject = newSubject();
    const { runId } = await client.submit(waiting, { subject });
    await gate.came(`${subject}/item-1`);
    expect(started.running).toEqual([{ runId, pipeline: 'gated' }]);
    gate.openAll();
    await signals.on('runLeft').seen((run) => run.runId === runId);
    expect(started.running).toEqual([]);
  });

  test('starts the runs that a run asks for, once, and whose they are is known', async () => {
    const subject = newSubject();
    const parent = definePipeline({
      name: 'parent',
      version: '1',
      input: z.object({}),
      subject: () => subject,
      steps: ['only'],
      run: async ({ step, spawn }) => {
        const { runId } = await spawn(pipeline, { subject: `${subject}-child` });
        return await step('only', () => runId);
      },
    });
    await using client = await createClient({ url: db.url, pipelines: [parent, pipeline] });
    await startTestWorker(db, [parent, pipeline]);
    const { runId } = await client.submit(parent, {});
    const end = await client.wait(runId);
    expect(end).toEqual({ state: 'succeeded', result: `gated-${subject}-child-run-1` });
    expect(await client.wait(`gated-${subject}-child-run-1`)).toEqual({ state: 'succeeded', result: 1 });
    const [submitted] = await eventsOf(db, `gated-${subject}-child-run-1`);
    expect(submitted?.data).toMatchObject({ by: runId });
  });

  test('starts and stops ten times in one process, and leaves nothing behind', { timeout: 30_000 }, async () => {
    await using client = await createClient({ url: db.url, pipelines: [pipeline] });
    for (let round = 0; round < 10; round += 1) {
      const { worker: started } = await startTestWorker(db, [pipeline]);
      const { runId } = await client.submit(pipeline, { subject: newSubject() });
      await Promise.all([started.stop(), started.stop(), started[Symbol.asyncDispose]()]);
      await startTestWorker(db, [pipeline]).then(async (second) => {
        expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 1 });
        await second.worker.stop();
      });
    }
    // A connection that was closed is gone when the server has noticed.
    await waitForRows(db.pool(), {
      text: `SELECT application_name FROM pg_stat_activity
        WHERE datname = current_database() AND (application_name LIKE 'telltale-worker%' OR application_name LIKE 'dbos%'
           OR application_name = 'telltale-recorder')`,
      until: (rows) => rows.length === 0,
    });
  });

  test('hands a run back that is in hand when it stops, so that the next one goes on at the next item', async () => {
    const gate = new Gate();
    const waiting = gatedPipeline(gate.pass);
    await using client = await createClient({ url: db.url, pipelines: [waiting] });
    const first = await startTestWorker(db, [waiting]);
    const subject = newSubject();
    const { runId } = await client.submit(waiting, { subject, items: 2 });
    await gate.came(`${subject}/item-1`);
    const stopped = first.worker.stop();
    await first.signals.on('log').seen(({ message }) => message.includes('goes back to its queue'));
    gate.open(`${subject}/item-1`);
    await stopped;
    expect(first.signals.all('runLeft')).toEqual([{ runId, how: 'handed-back' }]);
    expect(await workflowOf(db, runId)).toMatchObject({ status: 'ENQUEUED', owner_xid: null, recovery_attempts: '0' });

    gate.openAll();
    await startTestWorker(db, [waiting]);
    expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 2 });
  });

  test('interrupts what does not come to a boundary in time, and puts back what ignores its signal', async () => {
    const gate = new Gate();
    const [waiting, deaf] = [gatedPipeline(gate.pass), gatedPipeline(gate.passDeaf, { name: 'deaf' })];
    await using client = await createClient({ url: db.url, pipelines: [waiting, deaf] });
    const {
      worker: started,
      signals,
      log,
    } = await startTestWorker(db, [waiting, deaf], { settings: { letGoMs: 100 } });
    const subject = newSubject();
    const runs = [await client.submit(waiting, { subject }), await client.submit(deaf, { subject: `deaf-${subject}` })];
    await gate.came(`${subject}/item-1`);
    await gate.came(`deaf-${subject}/item-1`);
    await started.stop({ graceMs: 1 });
    for (const { runId } of runs) {
      expect(await workflowOf(db, runId)).toMatchObject({ status: 'ENQUEUED', recovery_attempts: '0' });
      expect(signals.all('runLeft')).toContainEqual({ runId, how: 'handed-back' });
    }
    expect(log().join('\n')).toMatch(/2 runs in hand .* after 1 ms; what they do is interrupted/);
    expect(log().join('\n')).toMatch(/Step count ignored its signal/);
    gate.openAll();
  });
});

describe('a worker cannot be made', () => {
  test('beside another one in the same process', async () => {
    const { worker: first } = await startTestWorker(db, [pipeline]);
    await expect(startTestWorker(db, [pipeline])).rejects.toMatchObject({
      code: 'worker_exists',
      message: expect.stringContaining(first.id),
    });
  });

  test('with the id of a worker that is alive', async () => {
    const row = { workerId: 'twin', host: 'elsewhere', pid: 1, version: '0', queues: ['gated'] };
    await registerWorker(db.pool(), row);
    await expect(startTestWorker(db, [pipeline], { workerId: 'twin' })).rejects.toMatchObject({
      code: 'worker_id_in_use',
      hint: expect.stringContaining('Leave workerId out'),
    });
    expect(await worker('twin')).toMatchObject({ host: 'elsewhere', stoppedAt: null });
    await startTestWorker(db, [pipeline]);
  });

  test('without a database', async () => {
    const url = 'postgres://nobody@127.0.0.1:1/nothing';
    await expect(startTestWorker({ url }, [pipeline])).rejects.toMatchObject({ code: 'database_unreachable' });
    await startTestWorker(db, [pipeline]);
  });

  test('where DBOS does not find its tables, and leaves nothing behind', async () => {
    await db.query('ALTER TABLE dbos.dbos_migrations RENAME TO hidden');
    await expect(startTestWorker(db, [pipeline], { workerId: 'w-hidden' })).rejects.toMatchObject({
      code: 'dbos_launch_failed',
      cause: { message: expect.stringContaining('schema version 0') },
    });
    await db.query('ALTER TABLE dbos.hidden RENAME TO dbos_migrations');
    expect((await worker('w-hidden'))?.stoppedAt).not.toBeNull();
    await startTestWorker(db, [pipeline]);
  });
});

describe('in an empty database', () => {
  const empty = testDatabase({ empty: true });

  test('a worker says that it was not migrated', async () => {
    await expect(startTestWorker(empty, [pipeline])).rejects.toMatchObject({ code: 'schema_outdated' });
  });
});
