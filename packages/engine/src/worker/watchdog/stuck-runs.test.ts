import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { Gate, type GatedOptions, gatedPipeline } from '../../../test/gated-pipeline.ts';
import { newSubject } from '../../../test/pipelines.ts';
import { eventsOf } from '../../../test/rows.ts';
import { startTestWorker, stopTestWorkers } from '../../../test/test-worker.ts';
import { createClient } from '../../client.ts';
import { createMoments } from '../moments.ts';
import { Troubles } from '../troubles.ts';
import { freeStuckRuns } from './stuck-runs.ts';

const db = testDatabase();
stopTestWorkers();

/** A run at the gate of its first item, by a worker whose watchdog looks all the time. */
async function startRun(options: GatedOptions) {
  const gate = new Gate();
  const pipeline = gatedPipeline(gate.pass, options);
  const started = await startTestWorker(db, [pipeline], { settings: { watchdogMs: 20 } });
  const client = await createClient({ url: db.url, pipelines: [pipeline] });
  const subject = newSubject();
  const { runId } = await client.submit(pipeline, { subject });
  await gate.came(`${subject}/item-1`);
  return { ...started, gate, client, runId, [Symbol.asyncDispose]: () => client.close() };
}

/** As if nothing had advanced for an hour since its worker took it for the first time, until the worker has lost it: what it still records makes it young. */
async function getStuck({ runId, signals }: Awaited<ReturnType<typeof startRun>>): Promise<void> {
  const long = new Date(Date.now() - 3_600_000);
  while (signals.all('runLeft').length === 0) {
    await db.query(
      `WITH taken AS (
         UPDATE dbos.workflow_status SET started_at_epoch_ms = extract(epoch FROM $2::timestamptz) * 1000
          WHERE workflow_uuid = $1 AND status = 'PENDING' AND recovery_attempts = 1 RETURNING workflow_uuid
       )
       UPDATE telltale.progress SET advanced_at = $2 FROM taken WHERE run_id = workflow_uuid`,
      [runId, long],
    );
  }
}

test('a run that is stuck is taken from its worker and tried again', async () => {
  await using run = await startRun({ name: 'again' });
  const again = run.signals.on('runTaken').next(({ tries }) => tries === 2);
  await getStuck(run);
  expect(run.signals.all('runLeft')).toEqual([{ runId: run.runId, how: 'lost' }]);
  await again;
  run.gate.openAll();
  expect(await run.client.wait(run.runId)).toEqual({ state: 'succeeded', result: 1 });

  const stuck = (await eventsOf(db, run.runId)).filter(({ type }) => type === 'run.stuck');
  const message = expect.stringMatching(
    /^Stuck: nothing has advanced for 1 h 00 m \(limit 15 m 00 s\), step 2 of 2 'count'/,
  );
  expect(stuck).toEqual([
    {
      type: 'run.stuck',
      step: 'count',
      item: null,
      data: { silentMs: expect.any(Number), thresholdMs: 900_000, decision: 'requeued', message },
    },
  ]);
  const recorded = run.signals
    .all('recorded')
    .flatMap(({ pipeline, events }) => events.map(({ type }) => [pipeline, type]));
  expect(recorded).toContainEqual(['again', 'run.stuck']);
  expect(run.log().join('\n')).toMatch(/Stuck: .* It goes back to its queue \(try 1 of 3 is over\)\./);
});

test('a run that is stuck in its last allowed try fails, with a sentence that says so', async () => {
  await using run = await startRun({ name: 'once', maxTries: 1 });
  await getStuck(run);
  const end = await run.client.wait(run.runId);
  expect(end).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('it got stuck again') } });
  const stuck = (await eventsOf(db, run.runId)).filter(({ type }) => type === 'run.stuck');
  expect(stuck.map(({ data }) => data.decision)).toEqual(['failed']);
  expect(run.log().join('\n')).toMatch(/It fails: its 1 tries are used up\./);
});

test('a run that is stuck and was to be paused is paused', async () => {
  await using run = await startRun({ name: 'pausing' });
  await run.client.pause(run.runId);
  await getStuck(run);
  const types = (await eventsOf(db, run.runId)).map(({ type }) => type);
  expect(types.slice(-2)).toEqual(['step.stopped', 'run.paused']);
});

test('a run that waited long in its queue is not stuck when it is taken', async () => {
  const gate = new Gate();
  const pipeline = gatedPipeline(gate.pass, { name: 'waiting' });
  await using client = await createClient({ url: db.url, pipelines: [pipeline] });
  const { runId } = await client.submit(pipeline, { subject: newSubject() });
  await db.query(
    `UPDATE telltale.progress SET advanced_at = now() - interval '1 hour', worker_id = 'known' WHERE run_id = $1`,
    [runId],
  );
  const pool = db.pool();
  const troubles = new Troubles('here', () => undefined);
  const looked = Promise.withResolvers<void>();
  await startTestWorker(db, [pipeline], {
    workerId: 'known',
    hooks: {
      // Claimed, and nothing is on record of that yet.
      commitPoint: async ({ name }) => {
        if (name !== 'before-run-start') return;
        const services = {
          workerId: 'known',
          pool,
          reader: client.reader,
          pipelines: new Map(),
          moments: createMoments({}),
          troubles,
        };
        await freeStuckRuns(services, new AbortController().signal);
        looked.resolve();
      },
    },
  });
  await looked.promise;
  gate.openAll();
  expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 1 });
  expect((await eventsOf(db, runId)).filter(({ type }) => type === 'run.stuck')).toEqual([]);
});
