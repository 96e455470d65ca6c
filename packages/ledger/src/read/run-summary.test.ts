import { emptyRunView, factsOf, type NewEvent, type RunFacts, reduceAll } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setDbosStatus } from '../../test/dbos-status.ts';
import { makeRun } from '../../test/runs.ts';
import { openRecorder, type Recorder } from '../record/recorder.ts';
import { registerWorker } from '../workers/workers.ts';
import { createReader, type Reader } from './reader.ts';
import type { RunSummary } from './run-summary.ts';

const db = testDatabase();
let pool: pg.Pool;
let reader: Reader;
let recorder: Recorder;

beforeAll(async () => {
  pool = db.pool();
  reader = createReader(pool);
  recorder = await openRecorder({ url: db.url });
  await registerWorker(pool, { workerId: 'w-1', host: 'here', pid: 1, version: '1', queues: ['episode'] });
});

afterAll(() => recorder.close());

/** A run in a worker's hand, with these events. */
async function runWith(events: readonly NewEvent[], subject?: string): Promise<string> {
  const { runId, owner } = await makeRun(pool, subject === undefined ? {} : { subject });
  await setDbosStatus(db, runId, 'PENDING');
  const run = recorder.run(runId, { owner });
  await run.record({ type: 'run.started', data: { workerId: 'w-1', attempt: 1 } });
  for (const event of events) await run.record(event);
  return runId;
}

async function summaryOf(runId: string): Promise<RunSummary> {
  const run = await reader.getRun(runId);
  if (run === null) throw new Error(`no run ${runId}`);
  return run;
}

async function factsOfView(runId: string, aliveAt: string | null): Promise<RunFacts> {
  const { events } = await reader.readEvents(runId);
  return factsOf(reduceAll(emptyRunView(runId), events), { aliveAt });
}

function started(step: string, number: number, data: { stuckAfterMs?: number } = {}): NewEvent {
  return { type: 'step.started', step, data: { number, of: 3, attempt: 1, ...data } };
}

function action(actionId: string, data: { tool: string; timeoutMs?: number; parentId?: string }): NewEvent {
  return { type: 'action.started', step: 'download', actionId, data: { input: { selector: '#more' }, ...data } };
}

const FAILURE = { name: 'Error', message: 'no answer' };

describe('a row of the list and the view of the run judge alike', () => {
  test.for<[string, readonly NewEvent[]]>([
    ['just started', []],
    ['in a step', [started('download', 1, { stuckAfterMs: 60_000 })]],
    [
      'in the second step',
      [
        started('download', 1),
        { type: 'step.succeeded', step: 'download', data: { durationMs: 5 } },
        started('transcribe', 2),
      ],
    ],
    ['waiting for an action', [started('download', 1), action('a', { tool: 'click', timeoutMs: 30_000 })]],
    [
      'waiting for the inner of two',
      [started('download', 1), action('a', { tool: 'agent' }), action('b', { tool: 'click', parentId: 'a' })],
    ],
    [
      'waiting for the one that may take longest',
      [
        started('download', 1),
        action('a', { tool: 'fetch', timeoutMs: 90_000 }),
        action('b', { tool: 'click', timeoutMs: 10 }),
      ],
    ],
    [
      'done waiting',
      [
        started('download', 1),
        action('a', { tool: 'click' }),
        {
          type: 'action.finished',
          step: 'download',
          actionId: 'a',
          data: { tool: 'click', outcome: 'success', durationMs: 3 },
        },
      ],
    ],
    [
      'before its next attempt',
      [
        started('download', 1),
        { type: 'step.retrying', step: 'download', data: { attempt: 2, delayMs: 600_000, error: FAILURE } },
      ],
    ],
    [
      'in a loop',
      [
        started('download', 1),
        { type: 'agent.started', step: 'download', data: { model: 'm' } },
        { type: 'agent.looped', step: 'download', data: { rule: 'cycle', severity: 'warn', message: 'click, back' } },
      ],
    ],
    [
      'out of a loop',
      [
        started('download', 1),
        { type: 'agent.started', step: 'download', data: { model: 'm' } },
        { type: 'agent.looped', step: 'download', data: { rule: 'cycle', severity: 'warn', message: 'click, back' } },
        { type: 'agent.unlooped', step: 'download', data: {} },
      ],
    ],
    [
      'in the loops of two agents, of which the second got out',
      [
        started('download', 1),
        ...['a', 'b'].flatMap((item): NewEvent[] => [
          { type: 'agent.started', step: 'download', item, data: { model: 'm' } },
          { type: 'agent.looped', step: 'download', item, data: { rule: 'cycle', severity: 'warn', message: item } },
        ]),
        { type: 'agent.unlooped', step: 'download', item: 'b', data: {} },
      ],
    ],
    ['asked to pause', [started('download', 1), { type: 'run.pausing', data: { by: 'ann', reason: 'lunch' } }]],
    ['asked to cancel', [started('download', 1), { type: 'run.cancelling', data: { by: 'ann' } }]],
  ])('%s', async ([, events]) => {
    const runId = await runWith(events);
    const summary = await summaryOf(runId);
    const facts = await factsOfView(runId, summary.aliveAt);
    // DBOS's clock says when a worker took the run, the trace says when the worker began.
    const { stateSince, ...same } = facts;
    expect(summary).toMatchObject(same);
    expect(Math.abs(Date.parse(summary.stateSince) - Date.parse(String(stateSince)))).toBeLessThan(5_000);
    expect(summary.verdict.name).toBe(summary.state === 'pausing' ? 'pausing' : same.looping ? 'looping' : 'working');
  });
});

describe('a summary', () => {
  test('tells how far the step is', async () => {
    const { runId, owner } = await makeRun(pool);
    const run = recorder.run(runId, { owner });
    await run.record(started('transcribe', 2));
    await run.record({ type: 'step.sized', step: 'transcribe', data: { size: 3600, unit: 'audio seconds' } });
    run.progress({
      step: 'transcribe',
      total: 10,
      done: 4,
      failed: 1,
      skipped: 0,
      unit: 'segments',
      current: [{ key: 'seg-6', label: 'Segment 6' }],
      upNext: [{ key: 'seg-7' }],
    });
    await run.flushed();
    expect((await summaryOf(runId)).step).toEqual({
      name: 'transcribe',
      number: 2,
      of: 3,
      attempt: 1,
      startedAt: expect.stringMatching(/Z$/),
      counts: { total: 10, estimated: false, done: 4, failed: 1, skipped: 0 },
      unit: 'segments',
      current: [{ key: 'seg-6', label: 'Segment 6' }],
      upNext: [{ key: 'seg-7' }],
      size: { size: 3600, unit: 'audio seconds' },
    });
  });

  test('tells who asked for what, and why the run failed', async () => {
    const runId = await runWith([
      { type: 'run.cancelling', data: { by: 'ann', reason: 'wrong file' } },
      { type: 'run.failed', data: { durationMs: 5, error: { name: 'StepFailedError', message: 'Step 1 failed.' } } },
    ]);
    await setDbosStatus(db, runId, 'ERROR');
    expect(await summaryOf(runId)).toMatchObject({
      state: 'failed',
      endedAt: expect.stringMatching(/Z$/),
      control: { control: 'cancel', at: expect.stringMatching(/Z$/), by: 'ann', reason: 'wrong file' },
      failure: 'Step 1 failed.',
      verdict: { name: 'failed' },
      workerId: null,
      aliveAt: null,
    });
  });

  test('knows the usual silence of a step and the usual time of a tool from 20 cases on', async () => {
    const past = async (cases: number) => {
      await db.query(
        `INSERT INTO telltale.step_run (run, step, attempt, number, pipeline, started_at, finished_at, duration_ms, outcome)
         SELECT -n, 'embed', 1, 3, 'episode', now() - interval '1 day', now() - interval '1 day' + n * interval '1 ms', 1000 * n, 'succeeded'
           FROM generate_series(1, $1) n ON CONFLICT DO NOTHING`,
        [cases],
      );
      await db.query(
        `INSERT INTO telltale.action (run, seq, action_id, tool, outcome, started_at, finished_at)
         SELECT -n, 1, 'a', 'embedder', 'success', now() - interval '1 day', now() - interval '1 day' + n * interval '1 s'
           FROM generate_series(1, $1) n ON CONFLICT DO NOTHING`,
        [cases],
      );
    };
    const runId = await runWith([
      started('embed', 3),
      { type: 'action.started', step: 'embed', actionId: 'x', data: { tool: 'embedder' } },
    ]);
    await past(19);
    expect(await summaryOf(runId)).toMatchObject({ usualGapMs: null, action: { usualMs: null } });
    await past(20);
    expect(await summaryOf(runId)).toMatchObject({ usualGapMs: 19_050, action: { tool: 'embedder', usualMs: 19_050 } });
    // Only a run in hand is measured by it.
    await setDbosStatus(db, runId, 'SUCCESS');
    expect(await summaryOf(runId)).toMatchObject({ usualGapMs: null, action: null, openActions: 0 });
  });
});
