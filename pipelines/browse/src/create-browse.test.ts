import { type AnyPipeline, createWorker } from '@telltale/engine';
import { createClient } from '@telltale/engine/client';
import { testDatabase } from '@telltale/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createBrowse } from './create-browse.ts';

const db = testDatabase();
const task = 'When does the library open?';

/** A worker of the pipeline, and a client to submit with. */
async function open(pipeline: AnyPipeline) {
  const worker = await createWorker({ url: db.url, pipelines: [pipeline] });
  onTestFinished(() => worker.stop({ graceMs: 0 }));
  const client = await createClient({ pool: db.pool(), pipelines: [pipeline] });
  onTestFinished(() => client.close());
  return client;
}

test('the same task, begun at the same place, is one subject', async () => {
  const { subject } = createBrowse({ model: () => Promise.reject(new Error('none')) });
  const limits = { maxRequests: 1, timeoutMs: 1_000 };
  const [here, again, elsewhere, other] = await Promise.all([
    subject({ task, url: 'https://a.example/', ...limits }),
    subject({ task, url: 'https://a.example/', maxRequests: 2, timeoutMs: 2_000 }),
    subject({ task, url: 'https://b.example/', ...limits }),
    subject({ task: 'Another', ...limits }),
  ]);
  expect(again).toBe(here);
  expect(new Set([here, elsewhere, other]).size).toBe(3);
});

test('a run without a model fails at once, and says why', async () => {
  const hint = 'Set model.name.';
  const pipeline = createBrowse({
    model: () => Promise.reject(Object.assign(new Error('No language model is configured.'), { hint })),
  });
  const client = await open(pipeline);
  const { runId } = await client.submit(pipeline, { task });
  const why =
    /^Error in step browse: No language model is configured\. Next: set model\.name; or go on from step browse/;
  expect(await client.wait(runId)).toMatchObject({ state: 'failed', error: { message: expect.stringMatching(why) } });
});
