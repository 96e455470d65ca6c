import { testDatabase } from '@telltale/testing';
import { afterEach, expect, test } from 'vitest';
import { scriptedPipeline, testEngine, untilAborted } from '../../test/engine.ts';
import { itemsOf, recordedOf } from '../../test/rows.ts';
import { WorkerSide } from '../../test/worker-side.ts';

const db = testDatabase();
const mortal = scriptedPipeline({ name: 'mortal', maxTries: 1 });
const engine = testEngine(db, { working: false, settings: { watchdogMs: 50, heartbeatMs: 10_000 } });
const dead = new WorkerSide(db);

afterEach(async () => {
  engine.atCommitPoint = () => undefined;
  await engine.stopWorker();
});

test('a run whose worker is gone goes on with another one, without anybody asking', async () => {
  const runId = await engine.start(async ({ step }) => await step('one', () => 'done'));
  await dead.take(runId);
  await dead.die();
  const worker = await engine.startWorker();
  expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: 'done' });
  const events = await engine.events(runId);
  expect(events.find(({ type }) => type === 'run.recovered')?.data).toMatchObject({
    fromWorker: dead.id,
    toWorker: null,
    reason: 'its worker was silent for 1 h 00 m',
  });
  expect(events.filter(({ type }) => type === 'run.started').at(-1)?.data).toMatchObject({
    workerId: worker.id,
    attempt: 2,
  });
});

test('each worker that died under a run took one of its tries, and the last one ends it with all that is known', async () => {
  const runId = await engine.start(() => 'never', mortal);
  await dead.take(runId);
  await dead.die();
  await engine.startWorker([mortal]);
  const end = await engine.client.wait(runId);
  expect(end).toMatchObject({ state: 'failed', error: { code: 'step_failed', report: { kind: 'abandoned' } } });
  expect(end.state === 'failed' && end.error.message).toMatch(
    /^Given up outside its steps: its worker was gone before it got any further \(the last one: \S+, its worker was silent for 1 h 00 m\); pipeline mortal allows 1 try\./,
  );
  expect((await engine.trace(runId)).at(-1)).toBe('run.failed');
});

/** Another worker has it from now on; this one is told, or not. */
async function takeAway(runId: string, { telling }: { readonly telling: boolean }): Promise<void> {
  await db.query(
    `UPDATE dbos.workflow_status SET owner_xid = 'another', executor_id = 'elsewhere' WHERE workflow_uuid = $1`,
    [runId],
  );
  if (telling) await db.query(`SELECT pg_notify('telltale_control', $1)`, [runId]);
}

test('an execution whose run was taken from it is told to let go, and writes nothing more', async () => {
  const begun = Promise.withResolvers<void>();
  let executions = 0;
  const runId = await engine.start(
    async ({ step }) =>
      await step('one', async (s) => {
        executions += 1;
        if (executions > 1) return 'of the second';
        begun.resolve();
        await untilAborted(s.signal).catch(() => s.log('too late'));
        return 'of the first';
      }),
  );
  await engine.startWorker();
  await begun.promise;
  await takeAway(runId, { telling: true });
  expect(await engine.left(runId)).toBe('lost');
  expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: 'of the second' });
  expect(await engine.trace(runId)).not.toContain('log.written one');
});

test('an item of an execution that does not know yet is refused, and done by the next one', async () => {
  const begun = Promise.withResolvers<void>();
  const taken = Promise.withResolvers<void>();
  const executions: string[] = [];
  const runId = await engine.start(
    async ({ step }) =>
      await step('one', (s) =>
        s.items(['a'], { key: String }, async () => {
          executions.push(`attempt ${s.attempt}`);
          if (executions.length > 1) return 'of the second';
          begun.resolve();
          await taken.promise;
          return 'of the first';
        }),
      ),
  );
  await engine.startWorker();
  await begun.promise;
  await takeAway(runId, { telling: false });
  taken.resolve();
  expect(await engine.left(runId)).toBe('lost');
  expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: ['of the second'] });
  expect(executions).toHaveLength(2);
  expect(await itemsOf(db, runId, 'one')).toEqual({ a: 'succeeded' });
});

test('a run that is taken away between the trace of a step and the record of DBOS is lost, and not failed', async () => {
  let executions = 0;
  const runId = await engine.start(async ({ step }) => {
    await step('one', () => {
      executions += 1;
    });
  });
  engine.atCommitPoint = async (point) => {
    if (point.name !== 'after-step-end' || point.runId !== runId || executions > 1) return;
    await takeAway(runId, { telling: false });
  };
  await engine.startWorker();
  expect(await engine.left(runId)).toBe('lost');
  expect(await engine.client.wait(runId)).toMatchObject({ state: 'succeeded' });
  expect(executions).toBe(2);
  expect(await recordedOf(db, runId)).toEqual(['one']);
  expect(await engine.trace(runId)).not.toContain('run.failed');
});
