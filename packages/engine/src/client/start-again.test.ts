import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { episode, newSubject } from '../../test/pipelines.ts';
import { eventsOf, itemsOf, recordedOf, workflowOf } from '../../test/rows.ts';
import { WorkerSide } from '../../test/worker-side.ts';
import { type Client, createClient } from '../client.ts';

const db = testDatabase();
const worker = new WorkerSide(db);
let client: Client;

beforeAll(async () => {
  client = await createClient({ pool: db.pool(), pipelines: [episode] });
});
afterAll(() => client.close());

/** A run whose first step is done, and whose second failed after two of its four items, one of which failed. */
async function failedRun(status: 'ERROR' | 'SUCCESS' = 'ERROR'): Promise<string> {
  const { runId } = await client.submit(episode, { subject: newSubject(), at: '2026-11-21' }, { priority: 3 });
  const owner = await worker.take(runId);
  await worker.record(runId, owner, async (run) => {
    const step = 'transcribe';
    void run.event({ type: 'step.started', step, data: { number: 2, of: 3, attempt: 1 } });
    await run.finishItem({ type: 'item.succeeded', step, item: 'one', data: {} }, { result: 1 });
    await run.finishItem({ type: 'item.skipped', step, item: 'two', data: { reason: 'silence' } });
    const error = { name: 'Error', message: 'no speech' };
    await run.finishItem({ type: 'item.failed', step, item: 'three', data: { error } });
  });
  await worker.recordStep(runId, 0, 'download');
  await worker.recordStep(runId, 1, 'transcribe', status === 'ERROR');
  await worker.end(runId, status);
  return runId;
}

const next = (runId: string) => runId.replace(/run-1$/, 'run-2');

describe('retry', () => {
  test('makes a run that has what the failed one did, and goes on at the step that failed', async () => {
    const runId = await failedRun();
    const run = await client.retry(runId, { by: 'ann', reason: 'feed is back' });

    expect(run).toMatchObject({ runId: next(runId), number: 2, created: true, state: 'queued' });
    expect(await recordedOf(db, run.runId)).toEqual(['download']);
    expect(await itemsOf(db, run.runId, 'transcribe')).toEqual({ one: 'succeeded', two: 'skipped' });
    const [source, workflow] = [await workflowOf(db, runId), await workflowOf(db, run.runId)];
    expect(workflow).toMatchObject({ status: 'ENQUEUED', queue_name: 'episode', priority: 3, input: source?.input });
    const asked = { by: 'ann', reason: 'feed is back', fromStep: 'transcribe' };
    expect(await eventsOf(db, run.runId)).toMatchObject([
      { type: 'run.submitted', data: { ...asked, retryOf: runId } },
    ]);
    expect((await eventsOf(db, runId)).at(-1)).toMatchObject({
      type: 'run.retried',
      data: { ...asked, newRunId: run.runId },
    });
    expect(await client.reader.getRun(run.runId)).toMatchObject({
      retryOf: runId,
      title: expect.stringMatching(/^Episode/),
    });
    expect(await client.view(runId)).toMatchObject({ state: 'failed', retriedAs: { runId: run.runId } });
    expect((await client.view(run.runId)).steps.map(({ state }) => state)).toEqual(['kept', 'pending', 'pending']);
  });

  test('forgets the items of the step when it is to be done afresh', async () => {
    const runId = await failedRun();
    const { runId: retried } = await client.retry(runId, { fresh: true, priority: 0 });
    expect(await recordedOf(db, retried)).toEqual(['download']);
    expect(await itemsOf(db, retried, 'transcribe')).toEqual({});
    expect(await workflowOf(db, retried)).toMatchObject({ priority: 0 });
  });

  test('of a run that was cancelled while it was queued begins at the first step', async () => {
    const { runId } = await client.submit(episode, { subject: newSubject() });
    await client.cancel(runId);
    const { runId: retried } = await client.retry(runId);
    expect((await eventsOf(db, retried))[0]).toMatchObject({ data: { fromStep: 'download' } });
  });

  test('makes one run for twenty who ask at once, and mentions it once', async () => {
    const runId = await failedRun();
    const runs = await Promise.all(Array.from({ length: 20 }, () => client.retry(runId)));
    expect(runs.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(runs.map((run) => run.runId))).toEqual(new Set([next(runId)]));
    expect((await eventsOf(db, runId)).filter(({ type }) => type === 'run.retried')).toHaveLength(1);
  });

  test('gives the same run to the same idempotency key, also after it has ended', async () => {
    const runId = await failedRun();
    const { runId: retried } = await client.retry(runId, { idempotencyKey: `retry ${runId}` });
    await client.cancel(retried);
    const again = await client.retry(runId, { idempotencyKey: `retry ${runId}` });
    expect(again).toMatchObject({ runId: retried, created: false, reason: 'idempotency-key', state: 'cancelled' });
  });

  test('can go on from a run that went on from another', async () => {
    const runId = await failedRun();
    const { runId: second } = await client.retry(runId);
    await worker.take(second);
    await worker.recordStep(second, 1, 'transcribe');
    await worker.recordStep(second, 2, 'embed', true);
    await worker.end(second, 'ERROR');
    const { runId: third } = await client.retry(second);
    expect(await recordedOf(db, third)).toEqual(['download', 'transcribe']);
  });

  test('takes version and steps of the pipeline as it is now, and of the earlier run where it is unknown', async () => {
    const [known, unknown] = [await failedRun(), await failedRun()];
    const newer = { ...episode, version: '2', steps: ['download', 'transcribe', 'embed', 'index'] } as const;
    await using upgraded = await createClient({ pool: db.pool(), pipelines: [newer] });
    await using stranger = await createClient({ pool: db.pool() });

    const a = await upgraded.retry(known);
    const b = await stranger.retry(unknown);
    expect(await client.reader.getRun(a.runId)).toMatchObject({ version: '2', steps: newer.steps });
    expect(await client.reader.getRun(b.runId)).toMatchObject({ version: '1', steps: episode.steps });
  });

  test('is refused where a kept step has moved, and leaves nothing; a rerun from where it says goes through', async () => {
    const runId = await failedRun();
    const newer = { ...episode, version: '2', steps: ['check', 'download', 'transcribe', 'embed'] } as const;
    await using upgraded = await createClient({ pool: db.pool(), pipelines: [newer] });

    await expect(upgraded.retry(runId)).rejects.toMatchObject({
      code: 'steps_changed',
      message: `No run can go on where ${runId} ended: step download is not where it was, its pipeline had download, transcribe, embed and has check, download, transcribe, embed.`,
      hint: 'Rerun it from step download, which keeps what comes before that.',
    });
    expect(await client.reader.getRun(next(runId))).toBeNull();
    const rerun = await upgraded.rerun(runId, { fromStep: 'download' });
    expect((await eventsOf(db, rerun.runId))[0]).toMatchObject({ data: { fromStep: 'check' } });
    expect(await recordedOf(db, rerun.runId)).toEqual([]);
  });

  test('is refused once retention has begun to remove the run, and leaves nothing', async () => {
    const runId = await failedRun();
    await db.query('UPDATE telltale.progress SET first_seq = 2 WHERE run_id = $1', [runId]);
    await expect(client.retry(runId)).rejects.toMatchObject({ code: 'run_pruned' });
    expect(await client.reader.getRun(next(runId))).toBeNull();
    expect(await workflowOf(db, next(runId))).toBeUndefined();
  });

  test('leaves nothing when the connection is lost before the end of the transaction', async () => {
    const runId = await failedRun();
    const before = await eventsOf(db, runId);
    // The last thing that is written: the mention in the earlier run's trace.
    await db.query(`
      CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
      CREATE TRIGGER cut_off BEFORE INSERT ON telltale.event FOR EACH ROW WHEN (NEW.type = 'run.retried') EXECUTE FUNCTION cut_off()`);
    try {
      await expect(client.retry(runId)).rejects.toMatchObject({ code: 'database_unreachable', retryable: true });
    } finally {
      await db.query('DROP TRIGGER cut_off ON telltale.event');
    }
    expect(await eventsOf(db, runId)).toEqual(before);
    expect(await workflowOf(db, next(runId))).toBeUndefined();
    expect(await client.retry(runId)).toMatchObject({ created: true });
  });

  test('needs one connection only', async () => {
    const runId = await failedRun();
    await using narrow = await createClient({ pool: db.pool({ max: 1 }) });
    expect(await narrow.retry(runId)).toMatchObject({ created: true });
  });
});

describe('rerun', () => {
  test('keeps nothing from the start, and from a step what was done before it', async () => {
    const [one, two] = [await failedRun('SUCCESS'), await failedRun('SUCCESS')];
    const fromStart = await client.rerun(one);
    const fromSecond = await client.rerun(two, { fromStep: 'transcribe' });
    expect(await recordedOf(db, fromStart.runId)).toEqual([]);
    expect(await recordedOf(db, fromSecond.runId)).toEqual(['download']);
    expect(await itemsOf(db, fromSecond.runId, 'transcribe')).toEqual({});
    expect((await eventsOf(db, fromStart.runId))[0]).toMatchObject({ data: { retryOf: one, fromStep: 'download' } });
  });

  test.each(['embed', 'unheard'])('is refused from a step that the run never came to: %s', async (fromStep) => {
    const runId = await failedRun();
    await expect(client.rerun(runId, { fromStep })).rejects.toMatchObject({
      code: 'step_not_reached',
      message: `Run ${runId} never came to a step "${fromStep}"; it came to download, transcribe.`,
    });
    expect(await client.reader.getRun(next(runId))).toBeNull();
  });
});

describe('retryFailedItems', () => {
  test('does the failed items again, and all later steps', async () => {
    const runId = await failedRun('SUCCESS');
    await worker.recordStep(runId, 2, 'embed');
    const { runId: again } = await client.retryFailedItems(runId, 'transcribe');
    expect(await recordedOf(db, again)).toEqual(['download']);
    expect(await itemsOf(db, again, 'transcribe')).toEqual({ one: 'succeeded', two: 'skipped' });
  });

  test('is refused where no item has failed, and for a step that the run never came to', async () => {
    const runId = await failedRun();
    const noItems = client.retryFailedItems(runId, 'download');
    await expect(noItems).rejects.toMatchObject({ code: 'no_failed_items' });
    await expect(client.retryFailedItems(runId, 'embed')).rejects.toMatchObject({ code: 'step_not_reached' });
  });

  test('is refused to a run that has not ended', async () => {
    const { runId } = await client.submit(episode, { subject: newSubject() });
    await expect(client.retryFailedItems(runId, 'transcribe')).rejects.toMatchObject({ code: 'control_refused' });
  });
});
