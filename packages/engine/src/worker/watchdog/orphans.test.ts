import type { RunRecorder } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { testEngine } from '../../../test/engine.ts';
import { workflowOf } from '../../../test/rows.ts';
import { WorkerSide } from '../../../test/worker-side.ts';
import { createMoments } from '../moments.ts';
import { Troubles } from '../troubles.ts';
import { recoverOrphans } from './orphans.ts';

const db = testDatabase();
const engine = testEngine(db, { working: false });
const KEYS = ['a', 'b', 'c', 'd', 'e'];

/** A worker takes the run, does this and dies, and its run is given up. */
async function dieUnder(runId: string, work: (run: RunRecorder) => Promise<void> | void): Promise<void> {
  const worker = new WorkerSide(db);
  const owner = await worker.take(runId);
  await worker.record(runId, owner, work);
  await worker.die();
  const services = {
    workerId: 'watchdog',
    pool: db.pool(),
    reader: engine.client.reader,
    pipelines: new Map(),
    moments: createMoments({}),
    troubles: new Troubles('here', () => undefined),
  };
  await recoverOrphans(services, new AbortController().signal);
}

async function triesOf(runId: string): Promise<number> {
  return Number((await workflowOf(db, runId))?.recovery_attempts);
}

async function startRun(): Promise<string> {
  return await engine.start(
    async ({ step }) => await step('one', (s) => s.items(KEYS, { key: String }, (key) => key.toUpperCase())),
  );
}

test('a run whose workers die ends all the same as long as each of them gets it further', async () => {
  const runId = await startRun();
  for (const [index, item] of KEYS.entries()) {
    await dieUnder(runId, async (run) => {
      void run.event({ type: 'step.started', step: 'one', data: { number: 1, of: 3, attempt: index + 1 } });
      await run.finishItem({ type: 'item.succeeded', step: 'one', item, data: {} }, { result: `of ${index}` });
    });
    expect(await triesOf(runId)).toBe(0);
  }
  await engine.startWorker();
  const result = KEYS.map((_, index) => `of ${index}`);
  expect(await engine.client.wait(runId)).toEqual({ state: 'succeeded', result });
  await engine.stopWorker();
});

test('a run that gets no further fails when as many workers have died under it as it has tries', async () => {
  const runId = await startRun();
  for (const tries of [1, 2, 3]) {
    await dieUnder(runId, async (run) => {
      void run.event({ type: 'step.started', step: 'one', data: { number: 1, of: 3, attempt: tries } });
      void run.event({ type: 'action.started', step: 'one', actionId: `${tries}`, data: { tool: 'click' } });
    });
    expect(await triesOf(runId)).toBe(tries);
  }
  await engine.startWorker();
  const end = await engine.client.wait(runId);
  expect(end).toMatchObject({ state: 'failed', error: { report: { kind: 'abandoned' } } });
  expect(end.state === 'failed' && end.error.message).toMatch(
    /3 workers were gone before it got any further .*; pipeline scripted allows 3 tries/,
  );
  await engine.stopWorker();
});
