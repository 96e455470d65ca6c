import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { Gate, gatedPipeline } from '../../test/gated-pipeline.ts';
import { newSubject } from '../../test/pipelines.ts';
import { eventsOf, workflowOf } from '../../test/rows.ts';
import { startTestWorker, stopTestWorkers } from '../../test/test-worker.ts';
import { createClient } from '../client.ts';
import type { WorkerSettings } from './settings.ts';

const db = testDatabase();
stopTestWorkers();

/** A run whose first item is at the gate. */
async function startRun(settings: Partial<WorkerSettings> = {}, items = 2) {
  const gate = new Gate();
  const pipeline = gatedPipeline(gate.pass);
  const { worker, signals, log } = await startTestWorker(db, [pipeline], { settings });
  const client = await createClient({ url: db.url, pipelines: [pipeline] });
  const subject = newSubject();
  const { runId } = await client.submit(pipeline, { subject, items });
  await gate.came(`${subject}/item-1`);
  return { gate, worker, signals, log, client, runId, subject, [Symbol.asyncDispose]: () => client.close() };
}

/** More than can be done until the worker has heard of a pause. */
const ITEMS = 300;

/** A heart that does not beat in the course of a test. */
const NO_BEATS = { heartbeatMs: 10_000 };

test('a run is told of a cancel at once', async () => {
  await using run = await startRun(NO_BEATS);
  await run.client.cancel(run.runId, { by: 'anna' });
  expect(await run.signals.on('runLeft').seen()).toEqual({ runId: run.runId, how: 'cancelled' });
  expect(await run.client.wait(run.runId)).toEqual({ state: 'cancelled' });
});

test('a run is told of a pause, and heeds it when its item is done', async () => {
  await using run = await startRun(NO_BEATS, ITEMS);
  await run.client.pause(run.runId);
  const left = run.signals.on('runLeft').seen();
  await run.gate.openOneByOne(run.subject, left);
  expect(await left).toEqual({ runId: run.runId, how: 'paused' });
  const items = (await eventsOf(db, run.runId)).filter(({ type }) => type === 'item.succeeded');
  expect(items.length).toBeGreaterThan(0);
  expect(items.length).toBeLessThan(ITEMS);
});

test('what was asked is found by looking, where nobody was told of it', async () => {
  await using run = await startRun({ heartbeatMs: 20 });
  await db.query(`UPDATE telltale.progress SET control = 'cancel', control_at = now() WHERE run_id = $1`, [run.runId]);
  expect(await run.signals.on('runLeft').seen()).toEqual({ runId: run.runId, how: 'cancelled' });
});

test('a run that was taken from the worker is let go of, and nothing more is written to it', async () => {
  await using run = await startRun(NO_BEATS);
  await db.query(
    `UPDATE dbos.workflow_status SET owner_xid = 'another', executor_id = 'other' WHERE workflow_uuid = $1`,
    [run.runId],
  );
  const before = await eventsOf(db, run.runId);
  await db.query(`SELECT pg_notify('telltale_control', $1)`, [run.runId]);
  expect(await run.signals.on('runLeft').seen()).toEqual({ runId: run.runId, how: 'lost' });
  expect(run.log().join('\n')).toContain(`Run ${run.runId} is not this worker's any more`);
  await run.worker.stop();
  expect(await eventsOf(db, run.runId)).toEqual(before);
  expect(await workflowOf(db, run.runId)).toMatchObject({ status: 'PENDING', owner_xid: 'another' });
});

test('a worker whose connections are cut hears of what was asked meanwhile', async () => {
  await using run = await startRun(NO_BEATS);
  const { rows } = await db.query<{ pid: number }>(`SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'telltale-worker-listener'`);
  await db.query(`UPDATE telltale.progress SET control = 'cancel', control_at = now() WHERE run_id = $1`, [run.runId]);
  await db.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  expect(await run.signals.on('runLeft').seen()).toEqual({ runId: run.runId, how: 'cancelled' });
  expect(run.log()).toContainEqual('info: The database is back.');
});
