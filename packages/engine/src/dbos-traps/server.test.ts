import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { scriptedPipeline, testEngine } from '../../test/engine.ts';
import { workflowOf } from '../../test/rows.ts';
import { createClient, createWorker, setUpDatabase } from '../index.ts';
import { isDbosLaunched } from '../worker/dbos-internals.ts';

const db = testDatabase();
const engine = testEngine(db, { working: false });

test('a client submits, controls and tells of runs without executing any', async () => {
  const runId = await engine.start(() => undefined);
  expect(await engine.client.pause(runId)).toEqual({ runId, state: 'paused' });
  expect(await engine.client.resume(runId)).toEqual({ runId, state: 'queued' });
  expect(isDbosLaunched()).toBe(false);
  expect(await workflowOf(db, runId)).toMatchObject({ status: 'ENQUEUED', queue_name: 'scripted' });
  await engine.client.cancel(runId);
});

describe('a database that was not set up', () => {
  const empty = testDatabase({ empty: true });

  test('is refused with what to run, and served once that was done', async () => {
    await expect(createClient({ url: empty.url })).rejects.toMatchObject({
      code: 'schema_outdated',
      hint: expect.stringMatching(/migrate|setUpDatabase/),
    });
    await setUpDatabase(empty.url);
    await using client = await createClient({ url: empty.url });
    expect((await client.reader.listRuns()).runs).toEqual([]);
  });
});

describe('a database that a newer version has set up', () => {
  const newer = testDatabase();

  test('is refused by clients, by workers and by the set-up itself', async () => {
    await newer.query(`INSERT INTO telltale.migration SELECT max(version) + 1, 'newer', true FROM telltale.migration`);
    const refusal = { code: 'schema_too_new', hint: expect.stringMatching(/newer|update|upgrade/i) };
    await expect(createClient({ url: newer.url })).rejects.toMatchObject(refusal);
    await expect(
      createWorker({ url: newer.url, pipelines: [scriptedPipeline()], artifacts: {} as never }),
    ).rejects.toMatchObject(refusal);
    await expect(setUpDatabase(newer.url)).rejects.toMatchObject(refusal);
    expect(isDbosLaunched()).toBe(false);
  });
});
