import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { scriptedPipeline, testEngine } from '../../test/engine.ts';
import { recordedOf } from '../../test/rows.ts';

const db = testDatabase();
const narrow = scriptedPipeline({ name: 'narrow', queue: { workerConcurrency: 2 } });
const wide = scriptedPipeline({ name: 'wide', queue: { workerConcurrency: 50 } });
const HOUR_MS = 3_600_000;
const engine = testEngine(db, {
  pipelines: [scriptedPipeline(), narrow, wide],
  settings: { pollMs: HOUR_MS, watchdogMs: HOUR_MS },
});

test('a run begins upon its submission, though its worker looks into the queue only every hour', async () => {
  expect(await engine.resultOf(() => 'begun')).toBe('begun');
});

test('all items of a step are one record of DBOS', async () => {
  const list = Array.from({ length: 200 }, (_, index) => `item ${index}`);
  const { runId, end } = await engine.run(
    async ({ step }) =>
      await step('one', (s) => s.items(list, { key: String, concurrency: 20, collect: false }, () => 1)),
  );
  expect(end).toMatchObject({ state: 'succeeded', result: { total: 200, done: 200 } });
  expect(await recordedOf(db, runId)).toEqual(['one']);
});

test('a worker takes no more runs of a pipeline than it has room for, and the next one as soon as it has', async () => {
  let inWork = 0;
  let most = 0;
  const both = Promise.withResolvers<void>();
  const ends = Array.from({ length: 12 }, () =>
    engine.run(async ({ step }) => {
      await step('one', async () => {
        inWork += 1;
        most = Math.max(most, inWork);
        if (inWork === 2) both.resolve();
        await both.promise;
        inWork -= 1;
      });
    }, narrow),
  );
  await Promise.all(ends);
  expect(most).toBe(2);
});

test('fifty runs in the middle of a step hold no connection', async () => {
  let inWork = 0;
  const all = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const ends = Array.from({ length: 50 }, () =>
    engine.run(async ({ step }) => {
      await step('one', async () => {
        inWork += 1;
        if (inWork === 50) all.resolve();
        await finish.promise;
      });
    }, wide),
  );
  await all.promise;
  expect(await engine.resultOf(async ({ step }) => await step('one', () => 'another'))).toBe('another');
  const { rows } = await db.query<{ busy: string }>(
    `SELECT count(*) AS busy FROM pg_stat_activity
      WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  );
  expect(rows[0]?.busy).toBe('0');
  finish.resolve();
  expect(new Set((await Promise.all(ends)).map(({ end }) => end.state))).toEqual(new Set(['succeeded']));
});
