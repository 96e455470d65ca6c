import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk';
import type { NewEvent } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { dbosRow, makeRun } from '../../test/runs.ts';
import { SILENT } from '../../test/silent.ts';
import { createReader } from '../read/reader.ts';
import { openRecorder, type Recorder } from '../record/recorder.ts';
import { type CarriedOver, type CarryOverOptions, carryOver, recordedSteps } from './carry-over.ts';
import { changeRun } from './change-run.ts';
import { registerRun } from './register-run.ts';
import { inTransaction } from './transaction.ts';

const db = testDatabase();
const STEPS = ['download', 'transcribe', 'embed'];
let pool: pg.Pool;
let recorder: Recorder;

beforeAll(async () => {
  pool = db.pool();
  recorder = await openRecorder({ url: db.url });
});

afterAll(() => recorder.close());

/** What DBOS has recorded of a run: names, in order; one with an exclamation mark failed. */
async function recordSteps(runId: string, names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    const failed = name.endsWith('!');
    await pool.query(
      `INSERT INTO dbos.operation_outputs (workflow_uuid, function_id, function_name, output, error, serialization,
         child_workflow_id, started_at_epoch_ms, completed_at_epoch_ms, application_name)
       VALUES ($1, $2, $3, $4, $5, 'js_superjson', $6, 11, 12, 'source')`,
      // Not every id is taken: DBOS gives some to what it records elsewhere.
      [
        runId,
        index * 3,
        name.replace('!', ''),
        failed ? null : `"${name}"`,
        failed ? '{}' : null,
        name.startsWith('spawn') ? 'child' : null,
      ],
    );
  }
}

function artifact(name: string, step: string | null, item: string | null): NewEvent {
  const data = { artifactId: name, kind: 'audio', name, location: `x/${name}`, bytes: 3, sha256: 'a'.repeat(64) };
  return { type: 'artifact.stored', step, item, data };
}

/** A run that failed in its second step, in which two items are done, one was skipped and one failed. */
async function failedRun(recorded = ['download', 'spawn:other', 'transcribe!']): Promise<string> {
  const { runId, owner } = await makeRun(pool, {}, 'PENDING');
  await recordSteps(runId, recorded);
  const run = recorder.run(runId, { owner });
  const item = (type: 'item.succeeded', step: string, key: string, result: unknown) =>
    run.finishItem({ type, step, item: key, data: {} }, { result, attempts: 2 });
  await item('item.succeeded', 'download', 'part', 1);
  await item('item.succeeded', 'transcribe', 's1', { text: 'one' });
  await item('item.succeeded', 'transcribe', 's2', { text: 'two' });
  await run.finishItem({ type: 'item.skipped', step: 'transcribe', item: 's3', data: { reason: 'silence' } });
  const error = { name: 'Error', message: 'no' };
  await run.finishItem({ type: 'item.failed', step: 'transcribe', item: 's4', data: { error } });
  for (const event of [
    artifact('audio', 'download', null),
    artifact('s1', 'transcribe', 's1'),
    artifact('s4', 'transcribe', 's4'),
    artifact('whole', 'transcribe', null),
  ]) {
    await run.record(event);
  }
  await run.record({ type: 'run.paused', step: 'transcribe', data: { key: 'k', question: 'Who?' } });
  await run.record({ type: 'run.resumed', data: { answer: 'me' } });
  await pool.query(`UPDATE dbos.workflow_status SET status = 'ERROR', owner_xid = NULL WHERE workflow_uuid = $1`, [
    runId,
  ]);
  return runId;
}

/** The run after the given one, with what it takes over. */
async function goOn(
  fromRunId: string,
  options: Pick<CarryOverOptions, 'step' | 'items'>,
): Promise<CarriedOver & { runId: string }> {
  return await inTransaction(pool, async (transaction) => {
    const { rows } = await transaction.query('SELECT subject FROM telltale.progress WHERE run_id = $1', [fromRunId]);
    const { runId } = await registerRun(transaction, {
      pipeline: 'episode',
      subject: rows[0].subject,
      version: '1',
      steps: STEPS,
    });
    await transaction.query(
      `INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name, application_name)
       VALUES ($1, 'ENQUEUED', 'episode', 'episode', 'target')`,
      [runId],
    );
    return { runId, ...(await carryOver(transaction, { fromRunId, toRunId: runId, ...options })) };
  });
}

async function outputsOf(runId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query(
    `SELECT function_id, function_name, output, error, serialization, child_workflow_id, started_at_epoch_ms,
            completed_at_epoch_ms, application_name
       FROM dbos.operation_outputs WHERE workflow_uuid = $1 ORDER BY function_id`,
    [runId],
  );
  return rows;
}

async function artifactsOf(runId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query(
    `SELECT a.name, a.location, a.step, a.item FROM telltale.progress p JOIN telltale.artifact a USING (run)
      WHERE p.run_id = $1 ORDER BY a.name`,
    [runId],
  );
  return rows;
}

async function answersOf(runId: string): Promise<unknown> {
  const { rows } = await pool.query('SELECT answers FROM telltale.progress WHERE run_id = $1', [runId]);
  return rows[0]?.answers;
}

describe('carryOver', () => {
  test('gives a new run what DBOS recorded before the step, whatever the numbers are', async () => {
    const source = await failedRun();
    const before = await outputsOf(source);
    const { runId, steps } = await goOn(source, { step: 'transcribe', items: 'done' });
    expect(steps).toBe(2);
    expect(await outputsOf(runId)).toEqual(before.slice(0, 2).map((row) => ({ ...row, application_name: 'target' })));
    expect(await outputsOf(source)).toEqual(before);
    expect(await dbosRow(pool, runId)).toMatchObject({ forked_from: source, was_forked_from: false });
    expect(await dbosRow(pool, source)).toMatchObject({ forked_from: null, was_forked_from: true, status: 'ERROR' });
  });

  test('takes over the items that are done, their artifacts and those of earlier steps, and the answers', async () => {
    const source = await failedRun();
    const { runId, items } = await goOn(source, { step: 'transcribe', items: 'done' });
    expect(items).toBe(3);
    const reader = createReader(pool);
    const results: unknown[] = [];
    for await (const result of reader.itemResults(runId, 'transcribe')) results.push(result);
    expect(results).toMatchObject([
      { key: 's1', outcome: 'succeeded', result: { text: 'one' } },
      { key: 's2', outcome: 'succeeded', result: { text: 'two' } },
      { key: 's3', outcome: 'skipped', result: null },
    ]);
    expect((await reader.listItems({ runId, step: 'download' })).items).toEqual([]);
    expect(await artifactsOf(runId)).toEqual([
      { name: 'audio', location: 'x/audio', step: 'download', item: null },
      { name: 's1', location: 'x/s1', step: 'transcribe', item: 's1' },
    ]);
    expect(await answersOf(runId)).toEqual({ 'transcribe/k': 'me' });
    expect(await artifactsOf(source)).toHaveLength(4);
  });

  test('begins a step afresh where asked to: no items, no answers', async () => {
    const source = await failedRun();
    const { runId, steps, items } = await goOn(source, { step: 'transcribe', items: 'none' });
    expect({ steps, items }).toEqual({ steps: 2, items: 0 });
    expect((await createReader(pool).listItems({ runId, step: 'transcribe' })).items).toEqual([]);
    expect((await artifactsOf(runId)).map(({ name }) => name)).toEqual(['audio']);
    expect(await answersOf(runId)).toEqual({});
  });

  test('takes over all where the step has no record: it never ended', async () => {
    const source = await failedRun(['download', 'spawn:other']);
    expect(await goOn(source, { step: 'transcribe', items: 'done' })).toMatchObject({ steps: 2, items: 3 });
  });

  test('takes over nothing before the first step', async () => {
    const source = await failedRun();
    const { runId, ...carried } = await goOn(source, { step: 'download', items: 'none' });
    expect(carried).toEqual({ steps: 0, items: 0 });
    expect(await outputsOf(runId)).toEqual([]);
    expect(await artifactsOf(runId)).toEqual([]);
  });

  test('goes on from one run as often as anybody wants to at once', async () => {
    const source = await failedRun();
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, (_, n) =>
        inTransaction(pool, async (transaction) => {
          const { runId } = await registerRun(transaction, {
            pipeline: 'episode',
            subject: `twin-${n}`,
            version: '1',
            steps: STEPS,
          });
          await transaction.query(`INSERT INTO dbos.workflow_status (workflow_uuid, status) VALUES ($1, 'ENQUEUED')`, [
            runId,
          ]);
          return await carryOver(transaction, { fromRunId: source, toRunId: runId, step: 'transcribe', items: 'done' });
        }),
      ),
    );
    expect(results).toEqual(Array.from({ length: 4 }, () => ({ status: 'fulfilled', value: { steps: 2, items: 3 } })));
  });

  test('refuses a run of which retention has removed something, and one that is not there', async () => {
    const source = await failedRun();
    await pool.query('UPDATE telltale.progress SET first_seq = 2 WHERE run_id = $1', [source]);
    await expect(goOn(source, { step: 'embed', items: 'done' })).rejects.toMatchObject({
      code: 'run_pruned',
      message: expect.stringMatching(/its history was removed/),
      details: { runId: source },
    });
    const carry = (fromRunId: string, toRunId: string) =>
      inTransaction(pool, (transaction) =>
        carryOver(transaction, { fromRunId, toRunId, step: 'embed', items: 'none' }),
      );
    await expect(carry('episode-x-run-1', source)).rejects.toMatchObject({ details: { runId: 'episode-x-run-1' } });
    const whole = await failedRun();
    await expect(carry(whole, 'episode-y-run-1')).rejects.toMatchObject({
      code: 'run_not_found',
      details: { runId: 'episode-y-run-1' },
    });
    expect(await dbosRow(pool, whole)).toMatchObject({ was_forked_from: false });
  });
});

describe('recordedSteps', () => {
  test('gives what DBOS recorded, in order, and whether it failed', async () => {
    const { runId } = await makeRun(pool);
    await recordSteps(runId, ['download', 'spawn:other', 'transcribe!']);
    const steps = [
      { name: 'download', failed: false },
      { name: 'spawn:other', failed: false },
      { name: 'transcribe', failed: true },
    ];
    expect(await recordedSteps(pool, runId)).toEqual(steps);
    expect(await changeRun(pool, runId, ({ transaction }) => recordedSteps(transaction, runId))).toEqual(steps);
    expect(await recordedSteps(pool, 'episode-x-run-1')).toEqual([]);
  });
});

test('a workflow of DBOS goes on where the earlier one failed', async () => {
  const ran: string[] = [];
  let works = false;
  const body = async (input: string) => {
    const done: string[] = [];
    for (const name of STEPS) {
      const step = async () => {
        ran.push(name);
        if (name === 'transcribe' && !works) throw new Error('no');
        return `${name} of ${input}`;
      };
      done.push(await DBOS.runStep(step, { name }));
    }
    return done;
  };
  DBOS.registerWorkflow(body, { name: 'episode' });
  DBOS.setConfig({
    name: 'telltale',
    systemDatabaseUrl: db.url,
    applicationVersion: '1',
    executorID: 'w',
    logger: SILENT,
  });
  await DBOS.launch();
  onTestFinished(() => DBOS.shutdown());
  await DBOS.registerQueue('episode', { minPollingIntervalMs: 20 });
  const client = await DBOSClient.create({ systemDatabaseUrl: db.url, logger: SILENT, applicationName: 'telltale' });
  onTestFinished(() => client.destroy());

  const submit = async (fromRunId?: string) => {
    const runId = await inTransaction(pool, async (transaction) => {
      const registered = await registerRun(transaction, {
        pipeline: 'episode',
        subject: 'real',
        version: '1',
        steps: STEPS,
      });
      const options = { queueName: 'episode', workflowName: 'episode', workflowID: registered.runId };
      await client.enqueueInTransaction(transaction as pg.PoolClient, options, 'x');
      const { runId: toRunId } = registered;
      if (fromRunId !== undefined)
        await carryOver(transaction, { fromRunId, toRunId, step: 'transcribe', items: 'done' });
      return toRunId;
    });
    return { runId, result: client.retrieveWorkflow<string[]>(runId).getResult({ pollingIntervalMs: 20 }) };
  };

  const first = await submit();
  await expect(first.result).rejects.toThrow('no');
  expect(await recordedSteps(pool, first.runId)).toEqual([
    { name: 'download', failed: false },
    { name: 'transcribe', failed: true },
  ]);
  works = true;
  const second = await submit(first.runId);
  expect(await second.result).toEqual(['download of x', 'transcribe of x', 'embed of x']);
  expect(ran).toEqual(['download', 'transcribe', 'transcribe', 'embed']);
});
