import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { type Script, subjectOf } from '../../test/scripted-pipeline.ts';
import { testServer } from '../../test/server.ts';

const server = testServer(testDatabase());

/** Fails at its second step, with one item of the first one done and one failed. */
const failing: Script = async ({ step }) => {
  await step('fetch', (s) =>
    s.items(['a', 'b'], { key: (item) => item, onItemError: 'skip' }, (item) => {
      if (item === 'b') throw new Error('no');
    }),
  );
  await step('transcribe', () => {
    throw new Error('the model is away');
  });
};

/** Waits in its first step until it is told to stop. */
const waiting: Script = ({ step }) =>
  step('fetch', (s) => {
    const told = Promise.withResolvers<void>();
    s.signal.addEventListener('abort', () => told.reject(s.signal.reason));
    return told.promise;
  });

async function started(script: Script): Promise<string> {
  const runId = await server.start(script);
  await server.seen(runId, ({ type }) => type === 'step.started');
  return runId;
}

describe('submitting', () => {
  test('makes a run, answered with 201, and says who and why in its trace', async () => {
    const subject = subjectOf(() => undefined);
    const body = { pipeline: 'scripted', input: { subject }, reason: 'wanted' };
    const response = await server.ask('submitRun', { body });
    expect(response.status).toBe(201);
    const { runId } = (await response.json()) as { runId: string };
    const { data } = await server.seen(runId, ({ type }) => type === 'run.submitted');
    expect(data).toMatchObject({ by: 'local', reason: 'wanted' });
  });

  test('the same idempotency key gives the same run, with 200', async () => {
    const body = { pipeline: 'scripted', input: { subject: subjectOf(() => undefined) } };
    const headers = { 'Idempotency-Key': 'request-1' };
    const first = await server.ok('submitRun', { body, headers });
    await server.client.wait(first.runId);
    const again = await server.ask('submitRun', { body, headers });
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ runId: first.runId, created: false, reason: 'idempotency-key' });
  });

  test.for([
    [{ pipeline: 'nothing', input: {} }, 404, 'pipeline_unknown'],
    [{ pipeline: 'scripted', input: { subject: 3 } }, 422, 'input_invalid'],
    [{ pipeline: 'scripted', input: { subject: 'a/b' } }, 422, 'subject_invalid'],
  ] as const)('%j is refused, and nothing is made', async ([body, status, code]) => {
    const before = (await server.client.reader.countRuns()).total;
    expect(await server.error('submitRun', { body })).toMatchObject({ status, code });
    expect((await server.client.reader.countRuns()).total).toBe(before);
  });

  test('what is wrong with an input is listed', async () => {
    const { details } = await server.error('submitRun', { body: { pipeline: 'scripted', input: { subject: 3 } } });
    expect(details).toMatchObject({ faults: [{ path: 'subject', message: expect.any(String) }] });
  });
});

describe('a run in work', () => {
  test('is paused, goes on and is cancelled', async () => {
    const runId = await started(waiting);
    expect(await server.ok('pauseRun', { params: { runId }, body: { reason: 'lunch' } })).toMatchObject({
      state: 'pausing',
    });
    expect(await server.ok('cancelRun', { params: { runId } })).toMatchObject({ state: 'cancelling' });
    expect((await server.client.wait(runId)).state).toBe('cancelled');
    expect(await server.error('resumeRun', { params: { runId } })).toMatchObject({
      status: 409,
      code: 'control_refused',
    });
  });

  test('a question is answered', async () => {
    const runId = await server.start(({ step }) => step('fetch', (s) => s.ask('Which one?')));
    await server.seen(runId, ({ type }) => type === 'run.paused');
    expect(await server.ok('listRuns', { query: { waiting: true } })).toMatchObject({ runs: [{ runId }] });
    expect(await server.error('resumeRun', { params: { runId } })).toMatchObject({
      status: 409,
      code: 'answer_missing',
      hint: expect.stringContaining('answer'),
    });
    await server.ok('resumeRun', { params: { runId }, body: { answer: 'the first' } });
    expect(await server.client.wait(runId)).toMatchObject({ state: 'succeeded' });
  });

  test('an answer that nobody asked for is refused', async () => {
    const runId = await server.start(({ step }) => step('fetch', (s) => s.ask('Which one?')));
    await server.seen(runId, ({ type }) => type === 'run.paused');
    const body = { answer: 'x'.repeat(100_000) };
    expect(await server.error('resumeRun', { params: { runId }, body })).toMatchObject({
      status: 422,
      code: 'answer_invalid',
    });
  });
});

describe('a run that has ended', () => {
  test('is retried, rerun, and done again for what failed, each as a new run', async () => {
    const runId = await server.run(failing);
    const retry = await server.ask('retryRun', { params: { runId }, body: { reason: 'again' } });
    expect(retry.status).toBe(201);
    const retried = (await retry.json()) as { runId: string };
    await server.client.wait(retried.runId);
    const items = await server.ok('retryFailedItems', { params: { runId }, body: { step: 'fetch' } });
    await server.client.wait(items.runId);
    const rerun = await server.ok('rerunRun', { params: { runId }, body: { fromStep: 'fetch' } });
    expect(new Set([runId, retried.runId, items.runId, rerun.runId]).size).toBe(4);
    await server.client.wait(rerun.runId);
  });

  test('refuses what it cannot do', async () => {
    const runId = await server.run();
    const params = { runId };
    expect(await server.error('retryRun', { params })).toMatchObject({ status: 409, code: 'control_refused' });
    expect(await server.error('rerunRun', { params, body: { fromStep: 'publish' } })).toMatchObject({
      status: 409,
      code: 'step_not_reached',
    });
    const failedOne = { runId: await server.run(failing) };
    const ask = { params: failedOne, body: { step: 'transcribe' } };
    expect(await server.error('retryFailedItems', ask)).toMatchObject({ status: 409, code: 'no_failed_items' });
    expect(await server.error('setPriority', { params, body: { priority: 1 } })).toMatchObject({
      status: 409,
      code: 'run_not_queued',
    });
  });
});

test.for([
  ['pauseRun', {}],
  ['resumeRun', {}],
  ['cancelRun', {}],
  ['retryRun', {}],
  ['rerunRun', {}],
  ['retryFailedItems', { step: 'fetch' }],
  ['setPriority', { priority: 1 }],
] as const)('%s of a run that is not there says so', async ([name, body]) => {
  const params = { runId: 'scripted-nobody-run-1' };
  expect(await server.error(name, { params, body })).toMatchObject({ status: 404, code: 'run_not_found' });
});
