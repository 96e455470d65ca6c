import { testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { setDbosStatus } from '../../test/dbos-status.ts';
import { makeRun } from '../../test/runs.ts';
import { changeRun } from './change-run.ts';
import { controlsOf } from './controls-of.ts';
import { waitingQueues } from './waiting-queues.ts';

const db = testDatabase();
let pool: pg.Pool;

beforeAll(() => {
  pool = db.pool();
});

test('tells who owns each run, and what was asked of it', async () => {
  const [free, asked, queued] = [await makeRun(pool), await makeRun(pool), await makeRun(pool, {}, 'ENQUEUED')];
  await changeRun(pool, asked.runId, (run) => run.append([{ type: 'run.pausing', data: { by: 'anna' } }]));
  const runs = await controlsOf(pool, [free.runId, asked.runId, queued.runId, 'episode-gone-run-1']);
  expect(new Map(runs.map((run) => [run.runId, run]))).toEqual(
    new Map([
      [free.runId, { ...free, state: 'running', control: null }],
      [asked.runId, { ...asked, state: 'pausing', control: 'pause' }],
      [queued.runId, { ...queued, state: 'queued', control: null }],
    ]),
  );
});

test('names the queues in which a run waits', async () => {
  await makeRun(pool, {}, 'ENQUEUED');
  expect(await waitingQueues(pool, ['recording', 'episode'])).toEqual(['episode']);
  const { rows } = await pool.query<{ run_id: string }>(`SELECT run_id FROM telltale.run WHERE status = 'queued'`);
  for (const { run_id } of rows) await setDbosStatus(db, run_id, 'SUCCESS');
  expect(await waitingQueues(pool, ['recording', 'episode'])).toEqual([]);
});
