import { DBOSClient } from '@dbos-inc/dbos-sdk';
import { testDatabase, waitForRows } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { scriptedPipeline, subjectOf, testEngine } from '../../test/engine.ts';
import { workflowOf } from '../../test/rows.ts';
import { ENGINE_VERSION } from '../engine-version.ts';

const db = testDatabase();
const engine = testEngine(db, { settings: { watchdogMs: 50, pollMs: 50 } });

describe('a second submission of a subject', () => {
  test('is told of the run in flight and changes nothing of it, and makes the next run once that has failed', async () => {
    const finish = Promise.withResolvers<void>();
    const subject = subjectOf(async ({ step, number }) => {
      await finish.promise;
      await step('one', () => {
        if (number === 1) throw new Error('no');
      });
    });
    const first = await engine.client.submit(engine.scripted, { subject });
    const second = await engine.client.submit(engine.scripted, { subject }, { priority: 1 });
    expect(second).toMatchObject({ runId: first.runId, created: false, reason: 'in-flight' });
    expect(second.message).toContain(first.runId);
    expect(await workflowOf(db, first.runId)).toMatchObject({ priority: 100 });
    finish.resolve();
    expect(await engine.client.wait(first.runId)).toMatchObject({ state: 'failed' });

    const third = await engine.client.submit(engine.scripted, { subject });
    expect(third).toMatchObject({ number: 2, created: true });
    expect(await engine.client.wait(third.runId)).toMatchObject({ state: 'succeeded' });
  });

  test('makes no twin of a paused run', async () => {
    const subject = subjectOf(async ({ step }) => await step('one', async (s) => await s.ask('go on?')));
    const { runId } = await engine.client.submit(engine.scripted, { subject });
    expect(await engine.left(runId)).toBe('paused');
    expect(await engine.client.submit(engine.scripted, { subject })).toMatchObject({
      runId,
      created: false,
      state: 'paused',
      message: expect.stringContaining('paused'),
    });
    await engine.client.resume(runId, { answer: 'yes' });
    expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: 'yes' });
  });
});

describe('a run of a pipeline that no worker has', () => {
  test('is warned of once, stays queued, and runs when a worker comes that has it', async () => {
    const lonely = scriptedPipeline({ name: 'lonely' });
    const runId = await engine.start(() => 'at last', lonely);
    const warning = await engine.signals.on('log').seen(({ message }) => message.includes('lonely'));
    expect(warning).toMatchObject({
      level: 'warn',
      message: expect.stringMatching(
        /^1 run of pipeline lonely waits, .*no live worker takes them: start one that has this pipeline, createWorker\(\{ pipelines: \[lonely\] \}\)\.$/,
      ),
    });
    expect(await engine.client.reader.getRun(runId)).toMatchObject({ state: 'queued' });
    await engine.startWorker([engine.scripted, lonely]);
    expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result: 'at last' });
  });
});

describe('a workflow that was enqueued past the client', () => {
  async function enqueue(workflowID: string, workflowName: string): Promise<void> {
    const dbos = await DBOSClient.create({ systemDatabaseUrl: db.url, applicationName: 'telltale' });
    const options = { queueName: 'scripted', workflowName, workflowID, appVersion: ENGINE_VERSION };
    await dbos.enqueue(options, { subject: 'nobody' });
    await dbos.destroy();
    // Nobody tells a worker of such a workflow: it comes to it with the next run of its queue.
    await engine.run(() => 'a run');
  }

  test('is not executed, and says how a run is started', async () => {
    const message =
      'Workflow past-the-client was put into the queue of pipeline scripted past the client: it belongs to no run, and is not executed. Start runs with client.submit.';
    await enqueue('past-the-client', 'scripted');
    const logged = await engine.signals.on('log').seen((entry) => entry.message.includes('past-the-client'));
    expect(logged).toMatchObject({ level: 'error', message: `DBOS: ${message}` });
    await waitForRows(db.pool(), {
      text: `SELECT FROM dbos.workflow_status WHERE workflow_uuid = 'past-the-client' AND status = 'ERROR'`,
    });
  });

  test('and that no code is there for is reported, and holds up no run', async () => {
    await enqueue('no-such-code', 'no_such_pipeline');
    const logged = await engine.signals.on('log').seen((entry) => entry.message.includes('no-such-code'));
    expect(logged).toMatchObject({ level: 'warn', message: expect.stringContaining("function 'no_such_pipeline'") });
    const runs = await Promise.all(Array.from({ length: 25 }, () => engine.resultOf(() => 'done')));
    expect(runs).toHaveLength(25);
  });
});
