import { DBOSClient } from '@dbos-inc/dbos-sdk';
import { TelltaleError } from '@telltale/core';
import { startProxy, testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { episode, newSubject } from '../../test/pipelines.ts';
import { eventsOf, workflowOf } from '../../test/rows.ts';
import { WorkerSide } from '../../test/worker-side.ts';
import { type Client, createClient, type RunEnd } from '../client.ts';
import { definePipeline } from '../pipeline/define-pipeline.ts';

const db = testDatabase();
const worker = new WorkerSide(db);
let client: Client;

beforeAll(async () => {
  client = await createClient({ pool: db.pool(), pipelines: [episode] });
});
afterAll(() => client.close());

/** A pipeline that takes any input, and works on the subject that the test wants. */
const anything = (subject: string | (() => string | Promise<string>), input: z.ZodType = z.any()) =>
  definePipeline({
    name: 'anything',
    version: '1',
    input,
    subject: typeof subject === 'string' ? () => subject : subject,
    steps: ['only'],
    run: () => null,
  });

describe('submit', () => {
  test('makes a run and, in the queue of its pipeline, the workflow that executes it', async () => {
    const subject = newSubject();
    const run = await client.submit(episode, { subject }, { by: 'ann', reason: 'new feed', priority: 7 });

    const runId = `episode-${subject}-run-1`;
    const told = { created: true, reason: null, message: null, state: 'queued' };
    expect(run).toEqual({ runId, number: 1, subject, ...told });
    expect(await workflowOf(db, runId)).toMatchObject({
      status: 'ENQUEUED',
      name: 'episode',
      queue_name: 'episode',
      application_version: 'telltale-1',
      application_name: 'telltale',
      priority: 7,
    });
    expect(await client.reader.getRun(runId)).toMatchObject({
      state: 'queued',
      title: `Episode ${subject}`,
      steps: episode.steps,
    });
    expect(await eventsOf(db, runId)).toMatchObject([
      { type: 'run.submitted', data: { by: 'ann', reason: 'new feed' } },
    ]);
  });

  test('finds a pipeline by its name', async () => {
    expect(await client.submit('episode', { subject: newSubject() })).toMatchObject({ created: true });
    await expect(client.submit('unheard', {})).rejects.toMatchObject({
      code: 'pipeline_unknown',
      message: 'There is no pipeline "unheard" here; there is episode.',
    });
  });

  test('keeps what the schema makes of the input: defaults, dates', async () => {
    const subject = newSubject();
    const { runId } = await client.submit(episode, { subject, at: '2026-11-21' });

    const dbos = await DBOSClient.create({ systemDatabaseUrl: db.url, systemDatabasePool: db.pool() });
    expect((await dbos.getWorkflow(runId))?.input).toEqual([{ subject, tags: [], at: new Date('2026-11-21') }]);
    const [submitted] = await eventsOf(db, runId);
    expect(submitted?.data.input).toEqual({ subject, tags: [], at: '2026-11-21T00:00:00.000Z' });
    await dbos.destroy();
  });

  test('names every place at which an input is wrong, and makes no run', async () => {
    const subject = newSubject();
    const wrong = { subject, tags: [{ name: 'a' }, { name: 3 }], at: 'soon' };
    const submitted = client.submit('episode', wrong);

    await expect(submitted).rejects.toMatchObject({
      code: 'input_invalid',
      faults: [{ path: 'tags[1].name' }, { path: 'at' }],
      message: expect.stringMatching(/^Pipeline episode does not take this input: tags\[1\]\.name: .+; at: .+\.$/),
    });
    expect(await client.reader.runsOfSubject(subject)).toEqual([]);
  });

  test('quotes a name that would be read as several', async () => {
    const input = z.object({ 'a.b': z.string() });
    await expect(client.submit(anything('x', input), {})).rejects.toMatchObject({ faults: [{ path: '["a.b"]' }] });
  });

  test.each([
    ['a function in it', { deep: [() => 1] }, 'deep[0]: cannot be kept: only plain data'],
    ['an instance of a class', { url: new URL('http://localhost') }, 'url: cannot be kept: only plain data'],
    ['more than a megabyte', { text: 'x'.repeat(1_100_000) }, ' bytes as JSON, and 1048576 may be kept'],
  ])('refuses an input with %s', async (_, input, problem) => {
    await expect(client.submit(anything('x'), input)).rejects.toMatchObject({
      code: 'input_invalid',
      message: expect.stringContaining(problem),
    });
  });

  test.each<[string, string | (() => string | Promise<string>), string]>([
    ['is empty', '', 'Pipeline anything finds no subject in this input: it is empty.'],
    ['has other characters', 'a b/c', 'Pipeline anything finds no subject in this input: it is "a b/c".'],
    ['is too long', 'x'.repeat(201), `Pipeline anything finds no subject in this input: it is "${'x'.repeat(79)}…".`],
    ['is no text', () => 1 as never, 'Pipeline anything finds no subject in this input: it is of type number.'],
    [
      'cannot be worked out',
      () => Promise.reject(new Error('the feed is gone.')),
      'Pipeline anything finds no subject in this input: the feed is gone.',
    ],
  ])('refuses an input whose subject %s', async (_, subject, message) => {
    await expect(client.submit(anything(subject), {})).rejects.toMatchObject({ code: 'subject_invalid', message });
  });

  test('says what a pipeline advises that finds no subject', async () => {
    const gone = new TelltaleError('The file is gone.', { code: 'file_gone', hint: 'Send it again.' });
    await expect(
      client.submit(
        anything(() => Promise.reject(gone)),
        {},
      ),
    ).rejects.toMatchObject({
      message: 'Pipeline anything finds no subject in this input: The file is gone.',
      hint: 'Send it again. No run was made.',
    });
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 31])('refuses a priority of %s', async (priority) => {
    const submitted = client.submit(episode, { subject: newSubject() }, { priority });
    await expect(submitted).rejects.toMatchObject({
      code: 'option_invalid',
      message: expect.stringContaining(String(priority)),
    });
  });

  test('gives fifty submitters of one subject one run, and tells each what is so', async () => {
    const subject = newSubject();
    const runs = await Promise.all(Array.from({ length: 50 }, () => client.submit(episode, { subject })));

    expect(new Set(runs.map(({ runId }) => runId))).toEqual(new Set([`episode-${subject}-run-1`]));
    expect(runs.filter(({ created }) => created)).toHaveLength(1);
    const [other] = runs.filter(({ created }) => !created);
    expect(other).toMatchObject({
      reason: 'in-flight',
      message: `run episode-${subject}-run-1 of this subject is queued: no other one was started`,
    });
  });

  test('says of a paused run that it is paused, and starts a new one once it has ended', async () => {
    const subject = newSubject();
    const { runId } = await client.submit(episode, { subject });
    await worker.bring(client, runId, 'paused');
    expect(await client.submit(episode, { subject })).toMatchObject({ runId, created: false, state: 'paused' });
    await client.cancel(runId);
    expect(await client.submit(episode, { subject })).toMatchObject({ number: 2, created: true });
  });

  test('gives the run that was made with the same idempotency key, however it ended', async () => {
    const [subject, other] = [newSubject(), newSubject()];
    const { runId } = await client.submit(episode, { subject }, { idempotencyKey: 'request 1' });
    await worker.bring(client, runId, 'failed');

    expect(await client.submit(episode, { subject: other }, { idempotencyKey: 'request 1' })).toEqual({
      runId,
      number: 1,
      subject,
      created: false,
      reason: 'idempotency-key',
      state: 'failed',
      message: `run ${runId} was made by the same request and has failed: no other one was started`,
    });
    const badKey = client.submit(episode, { subject: other }, { idempotencyKey: '' });
    await expect(badKey).rejects.toMatchObject({ code: 'run_invalid' });
  });

  test('can be repeated when nobody knows whether it was committed', async () => {
    const proxy = await startProxy({ target: db.url });
    await using far = await createClient({ url: proxy.url });
    const subject = newSubject();
    const lost = proxy.loseAnswerTo(/\bCOMMIT\b/);
    await expect(far.submit(episode, { subject })).rejects.toMatchObject({
      code: 'database_unreachable',
      retryable: true,
    });
    await lost;

    expect(await far.submit(episode, { subject })).toMatchObject({ number: 1, created: false, reason: 'in-flight' });
  });

  test('leaves nothing of a run whose workflow cannot be made', async () => {
    const subject = newSubject();
    const runId = `episode-${subject}-run-1`;
    await db.query(`INSERT INTO dbos.workflow_status (workflow_uuid, status, name) VALUES ($1, 'SUCCESS', 'episode')`, [
      runId,
    ]);

    await expect(client.submit(episode, { subject })).rejects.toThrow(runId);
    expect(await client.reader.runsOfSubject(subject)).toEqual([]);
    const { rowCount } = await db.query('SELECT FROM telltale.progress WHERE run_id = $1', [runId]);
    expect(rowCount).toBe(0);
  });

  test('wants the input of the pipeline that it is given, and wait knows its result', () => {
    expectTypeOf(client.submit<typeof episode>)
      .parameter(1)
      .toEqualTypeOf<z.input<typeof episode.input>>();
    // @ts-expect-error: there is no such input
    expectTypeOf(() => client.submit(episode, { subjects: 'a' })).toBeFunction();
    expectTypeOf(() => client.wait('x')).returns.resolves.toEqualTypeOf<RunEnd>();
    expectTypeOf(() => client.wait(episode, 'x')).returns.resolves.toEqualTypeOf<RunEnd<{ readonly runId: string }>>();
  });
});

describe('setPriority', () => {
  test('changes the place of a run that is queued, and of no other', async () => {
    const { runId } = await client.submit(episode, { subject: newSubject() });
    expect(await client.reader.getRun(runId)).toMatchObject({ priority: 100 });
    await client.setPriority(runId, 0);
    expect(await client.reader.getRun(runId)).toMatchObject({ priority: 0 });

    await worker.take(runId);
    await expect(client.setPriority(runId, 5)).rejects.toMatchObject({ code: 'run_not_queued' });
    await expect(client.setPriority('unheard', 5)).rejects.toMatchObject({ code: 'run_not_found' });
    await expect(client.setPriority(runId, -5)).rejects.toMatchObject({ code: 'option_invalid' });
  });
});
