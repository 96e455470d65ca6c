import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { newSubject } from '../../test/pipelines.ts';
import { recordedOf } from '../../test/rows.ts';
import { startTestWorker, stopTestWorkers } from '../../test/test-worker.ts';
import { type Client, createClient, reportOf } from '../client.ts';
import { definePipeline } from '../pipeline/define-pipeline.ts';

const db = testDatabase();
stopTestWorkers();
let client: Client;

const subject = ({ subject }: { readonly subject: string }) => subject;

/** Gives back what it was given, and whether that is what it was submitted with. */
const echo = definePipeline({
  name: 'echo',
  version: '1',
  input: z.object({ subject: z.string(), at: z.coerce.date(), tags: z.map(z.string(), z.bigint()).default(new Map()) }),
  subject,
  steps: ['only'],
  run: ({ step, input }) => step('only', () => ({ ...input, year: input.at.getUTCFullYear() })),
});

/** Fails at its second item as long as `broken`, and asks before its last step. */
let broken = true;
const done: string[] = [];
const fragile = definePipeline({
  name: 'fragile',
  version: '1',
  input: z.object({ subject: z.string() }),
  subject,
  steps: ['items', 'ask'],
  async run({ step }) {
    await step('items', (s) =>
      s.items(['one', 'two'], { key: (item) => item }, (item) => {
        if (item === 'two' && broken) throw new Error('the disk is full');
        done.push(item);
      }),
    );
    return await step('ask', (s) => s.ask('Which one?'));
  },
});

beforeAll(async () => {
  client = await createClient({ url: db.url, pipelines: [echo, fragile] });
});
afterAll(() => client.close());

test('a run that was submitted before any worker was there is executed by the first that comes, input and result as they are', async () => {
  const input = { subject: newSubject(), at: '2026-11-21', tags: new Map([['n', 1n]]) };
  const { runId } = await client.submit(echo, input);
  await startTestWorker(db, [echo]);

  const end = await client.wait(echo, runId);
  const at = new Date('2026-11-21');
  expect(end).toEqual({ state: 'succeeded', result: { ...input, at, year: 2026 } });
});

test('a run that failed says why to whoever waits, is retried with the items that were done, and asks', async () => {
  const { runId } = await client.submit(fragile, { subject: newSubject() });
  const { signals } = await startTestWorker(db, [fragile]);
  const failed = await client.wait(fragile, runId);
  expect(failed).toMatchObject({
    state: 'failed',
    error: {
      name: 'RunFailedError',
      code: 'step_failed',
      report: { runId, step: 'items', item: 'two', kind: 'error' },
    },
  });
  if (failed.state !== 'failed') throw new Error('it did not fail');
  expect(failed.error.message).toContain('the disk is full');
  expect(reportOf(failed.error.cause)).toEqual(failed.error.report);

  broken = false;
  const paused = signals.on('runLeft').next(({ how }) => how === 'paused');
  const { runId: retried } = await client.retry(runId);
  expect(await paused).toMatchObject({ runId: retried });
  expect(done).toEqual(['one', 'two']);
  await expect(client.resume(retried)).rejects.toMatchObject({
    code: 'answer_missing',
    message: `Run ${retried} waits for an answer in step ask to “Which one?”.`,
  });
  await client.resume(retried, { answer: { one: true } });
  expect(await client.wait(fragile, retried)).toEqual({ state: 'succeeded', result: { one: true } });
  expect(await recordedOf(db, retried)).toEqual(['items', 'ask']);
});
