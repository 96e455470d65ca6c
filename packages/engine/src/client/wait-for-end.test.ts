import { startProxy, testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { episode, newSubject } from '../../test/pipelines.ts';
import { WorkerSide } from '../../test/worker-side.ts';
import { type Client, createClient } from '../client.ts';

const db = testDatabase();
const worker = new WorkerSide(db);
let client: Client;

beforeAll(async () => {
  client = await createClient({ pool: db.pool(), pipelines: [episode] });
});
afterAll(() => client.close());

async function submitted(): Promise<string> {
  return (await client.submit(episode, { subject: newSubject() })).runId;
}

describe('wait', () => {
  test('tells of an end that came before it, and of one that comes', async () => {
    const runId = await submitted();
    const waited = client.wait(runId);
    await worker.bring(client, runId, 'succeeded');
    expect(await waited).toEqual({ state: 'succeeded', result: undefined });
    expect(await client.wait(episode, runId)).toEqual({ state: 'succeeded', result: undefined });
  });

  test('tells why a run failed, also where DBOS kept no error', async () => {
    const runId = await submitted();
    const waited = client.wait(runId);
    await worker.bring(client, runId, 'failed');
    const error = { name: 'RunFailedError', code: 'run_failed', message: 'it broke', report: null, details: { runId } };
    expect(await waited).toMatchObject({ state: 'failed', error });
  });

  test('goes on through a pause, until the run has really ended', async () => {
    const runId = await submitted();
    const waited = client.wait(runId);
    await client.pause(runId);
    await client.resume(runId);
    await client.pause(runId);
    await client.cancel(runId);
    expect(await waited).toEqual({ state: 'cancelled' });
  });

  test('finds an end that only DBOS knows of', async () => {
    const runId = await submitted();
    const waited = client.wait(runId);
    await db.query(
      `UPDATE dbos.workflow_status SET status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED' WHERE workflow_uuid = $1`,
      [runId],
    );
    const message = `Run ${runId} failed, and nobody recorded why.`;
    expect(await waited).toMatchObject({ state: 'failed', error: { code: 'run_failed', message } });
  });

  test('says that there is no such run, and that it was removed', async () => {
    await expect(client.wait('unheard')).rejects.toMatchObject({ code: 'run_not_found' });
    const runId = await submitted();
    // Its look can find the run gone before this knows that it is: whoever waits has to be there by then.
    const refused = expect(client.wait(runId)).rejects.toMatchObject({ code: 'run_not_found' });
    await db.query('SELECT telltale.forget_run($1)', [runId]);
    await refused;
  });

  test('ends with the reason of its signal, and leaves the run alone', async () => {
    const runId = await submitted();
    const reason = new Error('enough');
    await expect(client.wait(runId, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const waited = client.wait(runId, { signal: controller.signal });
    controller.abort(reason);
    await expect(waited).rejects.toBe(reason);
    expect(await client.reader.getRun(runId)).toMatchObject({ state: 'queued' });
  });

  test('ends when its time is over', async () => {
    const runId = await submitted();
    await expect(client.wait(runId, { timeoutMs: 1 })).rejects.toMatchObject({
      code: 'timed_out',
      message: expect.stringContaining(`The wait for the end of run ${runId} took longer than its 1 ms`),
    });
  });

  test('goes on while the database is away', async () => {
    const proxy = await startProxy({ target: db.url });
    await using far = await createClient({ url: proxy.url });
    const runId = await submitted();
    // It looks for the run first, and then subscribes.
    const subscribing = proxy.clientBytesSeen('FROM telltale.progress WHERE run_id');
    const waited = far.wait(runId);
    await subscribing;
    await proxy.refuse();
    proxy.cut();
    await worker.bring(client, runId, 'succeeded');
    await proxy.restore();
    expect(await waited).toMatchObject({ state: 'succeeded' });
  });

  test('goes on when the connection is lost under its first look', async () => {
    const proxy = await startProxy({ target: db.url });
    await using far = await createClient({ url: proxy.url });
    const runId = await submitted();
    const lost = proxy.loseAnswerTo(runId);
    const waited = far.wait(runId);
    await lost;
    await worker.bring(client, runId, 'succeeded');
    expect(await waited).toMatchObject({ state: 'succeeded' });
  });

  test('can be ended while the database does not answer', async () => {
    const proxy = await startProxy({ target: db.url });
    await using far = await createClient({ url: proxy.url });
    const runId = await submitted();
    proxy.dropResponses();
    const asked = proxy.clientBytesSeen(runId);
    const controller = new AbortController();
    const waited = far.wait(runId, { signal: controller.signal });
    await asked;
    controller.abort(new Error('enough'));
    await expect(waited).rejects.toThrow('enough');
    await proxy.restore();
  });

  test('serves many who wait for one run, over one connection', async () => {
    const runId = await submitted();
    const waited = Array.from({ length: 50 }, () => client.wait(runId));
    await worker.bring(client, runId, 'succeeded');
    expect(new Set((await Promise.all(waited)).map(({ state }) => state))).toEqual(new Set(['succeeded']));
    const { rows } = await db.query(`
      SELECT count(*)::integer AS connections FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'telltale-client-feed'`);
    expect(rows).toEqual([{ connections: 1 }]);
  });
});

describe('result', () => {
  test('tells how a run ended, of whatever pipeline; one that has not ended has none yet', async () => {
    await using stranger = await createClient({ pool: db.pool() });
    const runId = await submitted();
    await expect(stranger.result(runId)).rejects.toMatchObject({
      code: 'run_not_ended',
      message: `Run ${runId} has no result yet: it is queued.`,
    });
    await worker.bring(client, runId, 'succeeded');
    expect(await stranger.result(runId)).toEqual(await client.wait(runId));
  });

  test('is gone with its run', async () => {
    await expect(client.result('unheard\0')).rejects.toMatchObject({ code: 'run_not_found' });
    const runId = await submitted();
    await worker.bring(client, runId, 'failed');
    expect(await client.result(runId)).toMatchObject({ state: 'failed', error: { message: 'it broke' } });
    await db.query('SELECT telltale.forget_run($1)', [runId]);
    await expect(client.result(runId)).rejects.toMatchObject({ code: 'run_not_found' });
  });
});
