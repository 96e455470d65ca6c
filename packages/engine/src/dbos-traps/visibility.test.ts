import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { testEngine } from '../../test/engine.ts';
import { recordedOf } from '../../test/rows.ts';

const db = testDatabase();
const engine = testEngine(db);

test('a step in work shows with its items and actions, while DBOS knows nothing of it', async () => {
  const atB = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const runId = await engine.start(async ({ step }) => {
    await step('one', (s) =>
      s.items(['a', 'b', 'c'], { key: String, label: (key) => `page ${key}`, unit: 'pages' }, async (key) => {
        if (key !== 'b') return;
        await s.action('fetch', { url: 'https://example.org/b' }, async () => {
          atB.resolve();
          await finish.promise;
        });
      }),
    );
  });
  await atB.promise;
  expect(await recordedOf(db, runId)).toEqual([]);
  expect(await engine.client.reader.getRun(runId)).toMatchObject({
    state: 'running',
    step: {
      name: 'one',
      number: 1,
      of: 3,
      counts: { total: 3, done: 1, failed: 0, skipped: 0 },
      unit: 'pages',
      current: [{ key: 'b', label: 'page b' }],
      upNext: [{ key: 'c', label: 'page c' }],
    },
  });
  expect((await engine.events(runId)).at(-1)).toMatchObject({
    type: 'action.started',
    item: 'b',
    data: { tool: 'fetch', input: { url: 'https://example.org/b' } },
  });
  finish.resolve();
  expect(await engine.client.wait(runId)).toMatchObject({ state: 'succeeded' });
});

test('the trace says which worker took a run, at which try', async () => {
  const { runId } = await engine.run(() => undefined);
  expect((await engine.events(runId))[1]).toMatchObject({
    type: 'run.started',
    data: { workerId: engine.worker.id, version: '1', attempt: 1 },
  });
});
