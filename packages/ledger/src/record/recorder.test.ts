import { createSignals, testDatabase } from '@telltale/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { changeOwner, eventsOf, makeRun } from '../../test/runs.ts';
import { createReader } from '../read/reader.ts';
import type { RecordedEvent } from './entry.ts';
import type { Progress } from './progress.ts';
import { openRecorder, type Recorder, type RecorderOptions } from './recorder.ts';
import type { RecorderHooks } from './settings.ts';

const db = testDatabase();

async function startRecorder(options: Partial<RecorderOptions> = {}): Promise<Recorder> {
  const recorder = await openRecorder({ url: db.url, ...options });
  onTestFinished(() => recorder.close());
  return recorder;
}

const progress = (step: string, done: number, more: Partial<Progress> = {}): Progress => ({
  step,
  total: 10,
  done,
  failed: 0,
  skipped: 0,
  current: [],
  upNext: [],
  ...more,
});

async function progressRow(runId: string): Promise<Record<string, unknown>> {
  const { rows } = await db.query('SELECT * FROM telltale.progress WHERE run_id = $1', [runId]);
  return rows[0] as Record<string, unknown>;
}

describe('a listener of a run', () => {
  test('is told every event of it that was committed, once and in order, and of no other run', async () => {
    const pool = db.pool();
    const recorder = await startRecorder();
    const [one, other] = [await makeRun(pool), await makeRun(pool)];
    const told: RecordedEvent[] = [];
    const run = recorder.run(one.runId, { owner: one.owner, recorded: (events) => told.push(...events) });
    for (let n = 0; n < 1_500; n += 1) {
      void run.event({ type: 'log.written', data: { level: 'info', message: `${n}` } });
    }
    void recorder.run(other.runId).event({ type: 'log.written', data: { level: 'info', message: 'other' } });
    await run.flushed();
    expect(told.map(({ data }) => JSON.parse(data).message)).toEqual(Array.from({ length: 1_500 }, (_, n) => `${n}`));
  });

  test('hears of an event before whoever waited for it goes on, and of none that was refused', async () => {
    const pool = db.pool();
    const recorder = await startRecorder();
    const { runId, owner } = await makeRun(pool);
    const told: string[] = [];
    const run = recorder.run(runId, { owner, recorded: (events) => told.push(...events.map(({ type }) => type)) });
    await run.record({ type: 'agent.unlooped', data: {} });
    expect(told).toEqual(['agent.unlooped']);
    await changeOwner(pool, runId, 'somebody else');
    await expect(run.record({ type: 'agent.unlooped', data: {} })).rejects.toMatchObject({ code: 'ownership_lost' });
    expect(told).toEqual(['agent.unlooped']);
  });

  test('changes nothing when it throws', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { runId } = await makeRun(db.pool());
    const recorded = () => {
      throw new Error('broken');
    };
    const run = (await startRecorder()).run(runId, { recorded });
    await run.record({ type: 'agent.unlooped', data: {} });
    expect(run.lastSeq).toBe(2);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });
});

test('a hook that throws is warned of, and its flush counts as written', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const { runId } = await makeRun(db.pool());
  const fails = () => {
    throw new Error('broken');
  };
  const recorder = await startRecorder({ hooks: { flushing: fails, flushed: fails } });
  await recorder.run(runId).record({ type: 'agent.unlooped', data: {} });
  expect(recorder.state.state).toBe('writing');
  expect((await eventsOf(db.pool(), runId)).map(({ type }) => type)).toEqual(['run.submitted', 'agent.unlooped']);
  expect(warn).toHaveBeenCalledTimes(2);
  warn.mockRestore();
});

describe('events', () => {
  test('are numbered from the run’s last seq on, in the order in which they were handed over', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    const run = (await startRecorder()).run(runId, { owner });

    for (let n = 0; n < 2_500; n += 1)
      await run.event({ type: 'log.written', data: { level: 'info', message: `${n}` } });
    await run.flushed();

    const events = await eventsOf(pool, runId);
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 2_501 }, (_, index) => index + 1));
    expect(events.slice(1).map((event) => event.data.message)).toEqual(Array.from({ length: 2_500 }, (_, n) => `${n}`));
    expect(run.lastSeq).toBe(2_501);
  });

  test('of many runs go into the database in one flush', async () => {
    const pool = db.pool();
    const signals = createSignals<RecorderHooks>();
    const recorder = await startRecorder({ hooks: signals.hooks });
    const runs = await Promise.all(Array.from({ length: 30 }, () => makeRun(pool)));
    const writers = runs.map(({ runId, owner }) => recorder.run(runId, { owner }));

    const records = writers.map((run, n) =>
      run.record({ type: 'log.written', data: { level: 'info', message: `${n}` } }),
    );
    await Promise.all(records);

    expect(signals.all('flushed').map(({ events, runs: count }) => ({ events, count }))).toEqual([
      { events: 30, count: 30 },
    ]);
  });

  test('that nobody waits for are in the database within the linger and one flush', async () => {
    const pool = db.pool();
    const signals = createSignals<RecorderHooks>();
    const { runId } = await makeRun(pool);
    const run = (await startRecorder({ hooks: signals.hooks })).run(runId);

    const flushed = signals.on('flushed').next();
    void run.event({ type: 'log.written', data: { level: 'info', message: 'hello' } });
    await flushed;

    expect((await eventsOf(pool, runId)).at(-1)?.data).toEqual({ level: 'info', message: 'hello' });
  });

  test('are bounded and redacted before they leave the process', async () => {
    const pool = db.pool();
    const { runId } = await makeRun(pool);
    const run = (await startRecorder()).run(runId);

    await run.record({
      type: 'action.started',
      actionId: 'a1',
      data: { tool: 'fetch', input: { password: 'hunter2', body: 'x'.repeat(1_000_000), nul: 'a\0b', half: '\ud800' } },
    });

    const { rows } = await db.query<{ text: string }>('SELECT input::text AS text FROM telltale.action');
    expect(rows[0]?.text).not.toContain('hunter2');
    expect(rows[0]?.text.length).toBeLessThan(10_000);
  });

  test.each([
    ['an unknown type', { type: 'run.exploded', data: {} }, /there is no event type "run.exploded"/],
    ['no step', { type: 'step.succeeded', data: { durationMs: 1 } }, /step.succeeded needs its step/],
    ['a NUL', { type: 'step.succeeded', step: 'a\0', data: { durationMs: 1 } }, /NUL character/],
    [
      'a step of 10 KB',
      { type: 'step.succeeded', step: 'x'.repeat(10_000), data: {} },
      /10000 characters, 500 at most/,
    ],
    ['no instant', { type: 'log.written', at: 'yesterday', data: {} }, /"yesterday" is no instant/],
    ['nothing at all', undefined, /undefined/],
  ])('with %s never throw into the caller’s work, and leave a line in the trace', async (_, event, problem) => {
    const pool = db.pool();
    const signals = createSignals<RecorderHooks>();
    const { runId } = await makeRun(pool);
    const run = (await startRecorder({ hooks: signals.hooks })).run(runId);

    void run.event(event as never);
    void run.event({ type: 'log.written', data: { level: 'info', message: 'goes on' } });
    await run.flushed();

    expect(signals.all('problem').map((error) => (error as { code?: string }).code)).toEqual(['event_invalid']);
    const [, refused, next] = await eventsOf(pool, runId);
    expect(refused).toMatchObject({
      type: 'log.written',
      data: { level: 'error', message: expect.stringMatching(problem) },
    });
    expect(next?.data.message).toBe('goes on');
  });

  test('that are refused reject for somebody who waits for them', async () => {
    const { runId } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId);
    await expect(run.record({ type: 'item.succeeded', step: 'a', data: {} })).rejects.toMatchObject({
      code: 'event_invalid',
      message: `An event of run ${runId} was refused: item.succeeded needs its item.`,
    });
  });

  test('of a run that is not there, or whose id is 10 KB long, are refused by a typed error', async () => {
    const recorder = await startRecorder();
    const event = { type: 'log.written', data: { level: 'info', message: '' } } as const;
    await expect(recorder.run('episode-nobody-run-1').record(event)).rejects.toMatchObject({ code: 'run_not_found' });
    const error = await recorder
      .run('x'.repeat(10_000))
      .record(event)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'run_not_found' });
    expect((error as Error).message.length).toBeLessThan(200);
  });
});

describe('an item', () => {
  test('that was acknowledged is there, with its result, as a row and as an event', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    const run = (await startRecorder()).run(runId, { owner });

    await run.finishItem(
      { type: 'item.succeeded', step: 'transcribe', item: 'seg-1', data: { label: '0:00', durationMs: 12 } },
      { result: { words: ['a', 'ß', '語'] }, attempts: 2 },
    );

    const { rows } = await db.query(
      'SELECT i.* FROM telltale.item i JOIN telltale.progress p USING (run) WHERE p.run_id = $1',
      [runId],
    );
    expect(rows).toMatchObject([
      { step: 'transcribe', key: 'seg-1', outcome: 'succeeded', attempts: 2, result: { words: ['a', 'ß', '語'] } },
    ]);
    expect((await eventsOf(pool, runId)).at(-1)).toMatchObject({ seq: 2, type: 'item.succeeded', item: 'seg-1' });
  });

  test('that is finished again replaces its row and keeps both events', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    const run = (await startRecorder()).run(runId, { owner });
    const at = { step: 'transcribe', item: 'seg-1' };

    await run.finishItem({ type: 'item.failed', ...at, data: { error: { name: 'Error', message: 'no' } } });
    await Promise.all([
      run.finishItem({ type: 'item.succeeded', ...at, data: {} }, { result: 7, attempts: 2 }),
      run.finishItem({ type: 'item.succeeded', step: 'transcribe', item: 'seg-2', data: {} }, { result: 8 }),
    ]);

    const { rows } = await db.query(
      'SELECT key, outcome, attempts, result FROM telltale.item JOIN telltale.progress USING (run) WHERE run_id = $1 ORDER BY key',
      [runId],
    );
    expect(rows).toEqual([
      { key: 'seg-1', outcome: 'succeeded', attempts: 2, result: 7 },
      { key: 'seg-2', outcome: 'succeeded', attempts: 1, result: 8 },
    ]);
    expect((await eventsOf(pool, runId)).slice(1).map(({ type }) => type)).toEqual([
      'item.failed',
      'item.succeeded',
      'item.succeeded',
    ]);
  });

  test('finished twice between two flushes keeps the last end', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    const run = (await startRecorder()).run(runId, { owner });
    const at = { step: 'transcribe', item: 'seg-1' };

    await Promise.all([
      run.finishItem({ type: 'item.failed', ...at, data: { error: { name: 'Error', message: 'no' } } }),
      run.finishItem({ type: 'item.succeeded', ...at, data: {} }, { result: 'yes', attempts: 2 }),
    ]);

    const { rows } = await db.query(
      'SELECT outcome, result FROM telltale.item JOIN telltale.progress USING (run) WHERE run_id = $1',
      [runId],
    );
    expect(rows).toEqual([{ outcome: 'succeeded', result: 'yes' }]);
    expect(await eventsOf(pool, runId)).toHaveLength(3);
  });

  test.each([
    ['a function', () => 1, /is a function, which JSON cannot hold/],
    ['a cycle', Object.assign([], { 0: 0 }), null],
    ['a BigInt', { n: 1n }, /cannot be written as JSON/],
    ['a NUL', { text: 'a\0b' }, /NUL character/],
    ['half a surrogate pair', { text: '\ud83d' }, /surrogate/],
    ['2 MB', 'x'.repeat(2_000_000), /takes 2000002 bytes as JSON, 1048576 at most: store it as an artifact/],
    ['a backslash and u0000 as plain text', String.raw`\u0000`, null],
  ])('whose result is or holds %s', async (_, result, problem) => {
    const { runId, owner } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId, { owner });
    const finished = run.finishItem({ type: 'item.succeeded', step: 's', item: 'i', data: {} }, { result });
    if (problem === null) await expect(finished).resolves.toBeUndefined();
    else
      await expect(finished).rejects.toMatchObject({
        code: 'item_result_invalid',
        message: expect.stringMatching(problem),
      });
  });
});

describe('an action', () => {
  test('is a running row for another process before it starts, and closed in place', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    const run = (await startRecorder()).run(runId, { owner });
    const about = { step: 'download', item: 'x', actionId: 'a-1' };
    const row = async () =>
      (
        await db.query('SELECT a.* FROM telltale.action a JOIN telltale.progress p USING (run) WHERE p.run_id = $1', [
          runId,
        ])
      ).rows;

    await run.record({
      type: 'action.started',
      ...about,
      data: { tool: 'click', input: { selector: '#a' }, timeoutMs: 30_000 },
    });
    expect(await row()).toMatchObject([
      {
        tool: 'click',
        outcome: 'running',
        finished_at: null,
        input: { selector: '#a' },
        timeout_ms: 30_000,
        step: 'download',
      },
    ]);

    await run.record({
      type: 'action.finished',
      ...about,
      data: {
        tool: 'click',
        outcome: 'timeout',
        durationMs: 30_000,
        output: 'nothing',
        tokens: { input: 3, output: 4 },
        costUsd: 0.25,
      },
    });
    expect(await row()).toMatchObject([
      {
        outcome: 'timeout',
        output: 'nothing',
        input_tokens: 3,
        output_tokens: 4,
        cost_usd: 0.25,
        finished_at: expect.any(Date),
      },
    ]);
  });

  test('keeps its first end', async () => {
    const { runId } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId);
    const end = (outcome: 'interrupted' | 'success') =>
      run.record({ type: 'action.finished', actionId: 'a', data: { tool: 't', outcome, durationMs: 1 } });
    await run.record({ type: 'action.started', actionId: 'a', data: { tool: 't' } });
    await end('interrupted');
    await end('success');
    const { rows } = await db.query(
      'SELECT outcome FROM telltale.action JOIN telltale.progress USING (run) WHERE run_id = $1',
      [runId],
    );
    expect(rows).toEqual([{ outcome: 'interrupted' }]);
  });
});

describe('what an action keeps', () => {
  const about = { step: 'download', actionId: 'a-1' };
  const end = {
    type: 'action.finished',
    ...about,
    data: { tool: 'model', outcome: 'success', durationMs: 1 },
  } as const;
  const keptOf = async (runId: string) =>
    (
      await db.query('SELECT outcome, kept FROM telltale.action JOIN telltale.progress USING (run) WHERE run_id = $1', [
        runId,
      ])
    ).rows;

  test('stands in its row whole, and in nothing that is told of it', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    const told: unknown[] = [];
    const run = (await startRecorder()).run(runId, { owner, recorded: (events) => told.push(...events) });
    const kept = { password: 'hunter2', text: 'x'.repeat(50_000), calls: [null, { n: 1 }] };
    await run.record({ type: 'action.started', ...about, data: { tool: 'model' } });
    void run.finishAction(end, kept);
    void run.event({ type: 'log.written', data: { level: 'info', message: 'hello' } });
    await run.flushed();
    expect(await keptOf(runId)).toEqual([{ outcome: 'success', kept }]);
    expect(told).toMatchObject([{ type: 'action.started' }, { type: 'action.finished' }, { type: 'log.written' }]);
    expect(JSON.stringify([told, await eventsOf(pool, runId)])).not.toContain('hunter2');
  });

  test('is nothing where nothing is given', async () => {
    const { runId } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId);
    for (const [actionId, kept] of [
      ['a-1', undefined],
      ['a-2', null],
    ] as const) {
      void run.finishAction({ ...end, actionId }, kept);
    }
    await run.flushed();
    expect(await keptOf(runId)).toEqual([
      { outcome: 'success', kept: null },
      { outcome: 'success', kept: null },
    ]);
  });

  test.each([
    ['a function', () => 1, /is a function, which JSON cannot hold/],
    ['a NUL', { text: 'a\0b' }, /NUL character/],
    ['too much', 'x'.repeat(2_000_000), /takes 2000002 bytes as JSON, 1048576 at most/],
  ])('is refused before anything is recorded if it is or holds %s', async (_, kept, problem) => {
    const { runId } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId);
    const code = 'kept_invalid';
    const message = expect.stringMatching(problem);
    expect(() => run.finishAction(end, kept)).toThrow(expect.objectContaining({ code, message }));
    await run.flushed();
    expect(await eventsOf(db.pool(), runId)).toHaveLength(1);
  });
});

test('an artifact whose location no index could hold leaves a line in the trace instead', async () => {
  const pool = db.pool();
  const { runId, owner } = await makeRun(pool);
  const run = (await startRecorder()).run(runId, { owner });
  const stored = (artifactId: string, location: string) =>
    run.event({
      type: 'artifact.stored',
      data: { artifactId, kind: 'audio', name: 'a.mp3', location, bytes: 1, sha256: 'a'.repeat(64) },
    });
  void stored('fits', 'x'.repeat(2_000));
  void stored('does-not', '語'.repeat(667));
  await run.flushed().catch(() => undefined);
  await run.flushed();

  const { artifacts } = await createReader(pool).listArtifacts({ runId });
  expect(artifacts.map(({ artifactId }) => artifactId)).toEqual(['fits']);
  expect((await eventsOf(pool, runId)).map(({ type }) => type)).toEqual([
    'run.submitted',
    'artifact.stored',
    'log.written',
  ]);
});

describe('a step', () => {
  test('has a row for each attempt, with its size, counts and outcome', async () => {
    const { runId, owner } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId, { owner });
    const step = 'transcribe';
    const counts = { total: 10, done: 7, failed: 1, skipped: 0 };

    void run.event({ type: 'step.skipped', step: 'download', data: { reason: 'already there' } });
    void run.event({ type: 'step.started', step, data: { number: 2, of: 3, attempt: 1 } });
    void run.event({ type: 'step.sized', step, data: { size: 120, unit: 's' } });
    void run.event({ type: 'step.stopped', step, data: { durationMs: 50, reason: 'paused', counts } });
    void run.event({ type: 'step.started', step, data: { number: 2, of: 3, attempt: 2 } });
    void run.event({ type: 'step.succeeded', step, data: { durationMs: 70, counts: { ...counts, done: 9 } } });
    await run.flushed();

    const { rows } = await db.query(
      'SELECT s.* FROM telltale.step_run s JOIN telltale.progress p USING (run) WHERE p.run_id = $1 ORDER BY s.number, s.attempt',
      [runId],
    );
    expect(rows).toMatchObject([
      { step: 'download', number: 1, outcome: 'skipped' },
      {
        step,
        number: 2,
        attempt: 1,
        outcome: 'stopped',
        size: 120,
        size_unit: 's',
        done: 7,
        failed: 1,
        duration_ms: 50,
      },
      { step, number: 2, attempt: 2, outcome: 'succeeded', done: 9, duration_ms: 70 },
    ]);
  });

  test('whose attempt fails and is tried again closes that attempt’s row, which estimates do not use', async () => {
    const pool = db.pool();
    const pipeline = 'retried';
    const { runId, owner } = await makeRun(pool, { pipeline });
    const run = (await startRecorder()).run(runId, { owner });
    const at = (second: number) => `2031-01-01T00:00:0${second}.000Z`;
    const step = 'download';
    const error = { name: 'Error', message: 'no answer' };

    void run.event({ type: 'step.started', step, at: at(0), data: { number: 1, of: 3, attempt: 1 } });
    void run.event({ type: 'step.retrying', step, at: at(2), data: { attempt: 2, delayMs: 1_000, error } });
    await run.flushed();
    const reader = createReader(pool);
    const failed = { step, attempt: 1, outcome: 'failed', startedAt: at(0), finishedAt: at(2), durationMs: 2_000 };
    expect(await reader.listSteps(runId)).toMatchObject([failed]);

    void run.event({ type: 'step.started', step, at: at(3), data: { number: 1, of: 3, attempt: 2 } });
    void run.event({ type: 'step.retrying', step, at: at(4), data: { attempt: 3, delayMs: 1_000, error } });
    void run.event({ type: 'step.started', step, at: at(5), data: { number: 1, of: 3, attempt: 3 } });
    void run.event({ type: 'step.succeeded', step, at: at(9), data: { durationMs: 4_000 } });
    await run.flushed();
    expect(await reader.listSteps(runId)).toMatchObject([
      failed,
      { step, attempt: 2, outcome: 'failed', finishedAt: at(4), durationMs: 1_000 },
      { step, attempt: 3, outcome: 'succeeded', finishedAt: at(9), durationMs: 4_000 },
    ]);
    expect(await reader.stepHistory(pipeline)).toMatchObject([{ step, runs: 1, p50Ms: 4_000 }]);
  });

  test('whose attempt nobody ended counts as stopped once the next one starts', async () => {
    const pool = db.pool();
    const pipeline = 'recovered';
    const { runId, owner } = await makeRun(pool, { pipeline });
    const run = (await startRecorder()).run(runId, { owner });
    const at = (second: number) => `2031-01-01T00:00:0${second}.000Z`;
    const step = 'download';

    void run.event({ type: 'step.started', step, at: at(0), data: { number: 1, of: 3, attempt: 1 } });
    void run.event({ type: 'step.started', step, at: at(0), data: { number: 1, of: 3, attempt: 1 } });
    void run.event({ type: 'step.started', step, at: at(6), data: { number: 1, of: 3, attempt: 2 } });
    await run.record({ type: 'step.succeeded', step, at: at(7), data: { durationMs: 1_000 } });
    const reader = createReader(pool);
    expect(await reader.listSteps(runId)).toMatchObject([
      { attempt: 1, outcome: 'stopped', finishedAt: at(6), durationMs: 6_000 },
      { attempt: 2, outcome: 'succeeded', durationMs: 1_000 },
    ]);
    expect(await reader.stepHistory(pipeline)).toMatchObject([{ step, runs: 1, p50Ms: 1_000 }]);
  });

  test('that starts clears what the run’s row said of the one before', async () => {
    const { runId, owner } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId, { owner });

    void run.event({ type: 'step.started', step: 'download', data: { number: 1, of: 3, attempt: 1 } });
    run.progress(progress('download', 4, { unit: 'bytes', current: [{ key: 'a' }] }));
    await run.flushed();
    expect(await progressRow(runId)).toMatchObject({
      step: 'download',
      done: 4,
      total: 10,
      unit: 'bytes',
      current: [{ key: 'a' }],
    });

    void run.event({ type: 'step.succeeded', step: 'download', data: { durationMs: 1 } });
    void run.event({ type: 'step.started', step: 'transcribe', data: { number: 2, of: 3, attempt: 1 } });
    await run.flushed();
    expect(await progressRow(runId)).toMatchObject({
      step: 'transcribe',
      step_number: 2,
      done: 0,
      total: null,
      unit: null,
      current: [],
      up_next: [],
    });
  });
});

describe('progress', () => {
  test('coalesces in the row and is an event at most once a second, the last one always', async () => {
    const pool = db.pool();
    const signals = createSignals<RecorderHooks>();
    const { runId, owner } = await makeRun(pool);
    let nowMs = Date.now();
    const run = (await startRecorder({ hooks: signals.hooks, now: () => nowMs, progressEventMs: 40 })).run(runId, {
      owner,
    });

    for (let done = 1; done <= 5; done += 1) run.progress(progress('transcribe', done));
    await run.flushed();
    for (let done = 6; done <= 9; done += 1) {
      run.progress(progress('transcribe', done));
      await run.flushed();
    }
    expect((await progressRow(runId)).done).toBe(9);
    const told = async () => (await eventsOf(pool, runId)).filter((event) => event.type === 'step.progressed');
    expect((await told()).map((event) => event.data.done)).toEqual([5]);

    nowMs += 40;
    await signals.on('flushed').next();
    expect((await told()).map((event) => event.data.done)).toEqual([5, 9]);
  });

  test('keeps the first five names of each list, cut and redacted', async () => {
    const { runId, owner } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId, { owner });
    const many = Array.from({ length: 9 }, (_, n) => ({
      key: `k${n}`,
      label: 'https://u:secret@host/'.padEnd(900, 'x'),
    }));

    run.progress(progress('transcribe', 1, { current: many, upNext: many }));
    await run.flushed();

    const row = await progressRow(runId);
    expect((row.current as unknown[]).length).toBe(5);
    expect((row.up_next as unknown[]).length).toBe(5);
    expect(JSON.stringify(row)).not.toContain('secret');
  });

  test('is not told of a step that has ended', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool);
    const run = (await startRecorder({ progressEventMs: 60_000 })).run(runId, { owner });
    run.progress(progress('download', 1));
    await run.flushed();
    run.progress(progress('download', 2));
    void run.event({ type: 'step.succeeded', step: 'download', data: { durationMs: 1 } });
    await run.flushed();
    expect((await eventsOf(pool, runId)).map(({ type }) => type)).toEqual([
      'run.submitted',
      'step.progressed',
      'step.succeeded',
    ]);
  });
});

describe('the run’s own columns', () => {
  test('follow its events: worker, requested control, looping, failure', async () => {
    const { runId } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId);

    void run.event({ type: 'run.started', data: { workerId: 'w-1', attempt: 1 } });
    void run.event({ type: 'agent.looped', data: { rule: 'cycle', severity: 'warn', message: 'A, B, A, B' } });
    await run.record({ type: 'run.pausing', data: { by: 'ann', reason: 'lunch' } });
    expect(await progressRow(runId)).toMatchObject({
      worker_id: 'w-1',
      control: 'pause',
      control_by: 'ann',
      control_reason: 'lunch',
      control_at: expect.any(Date),
      looping: { '': { rule: 'cycle' } },
    });

    void run.event({
      type: 'run.recovered',
      data: { fromWorker: 'w-1', toWorker: 'w-2', reason: 'dead', interruptedActions: 0 },
    });
    void run.event({ type: 'agent.unlooped', data: {} });
    void run.event({ type: 'run.resumed', data: { by: 'ann' } });
    await run.record({ type: 'run.failed', data: { durationMs: 1, error: { name: 'Error', message: 'No disk' } } });
    expect(await progressRow(runId)).toMatchObject({
      worker_id: 'w-2',
      control: null,
      control_at: null,
      looping: null,
      failure: 'No disk',
    });
  });

  test('take the title that a step found out, by which the list then finds the run, from who owns it only', async () => {
    const pool = db.pool();
    const { runId, owner } = await makeRun(pool, { title: 'https://host/a' });
    const found = async (text: string) => (await createReader(pool).listRuns({ text })).runs.map(({ title }) => title);
    const mine = (await startRecorder()).run(runId, { owner });
    const titled = (title: string) => ({ type: 'run.titled', step: 'fetch', data: { title } }) as const;

    await mine.record(titled('Leuchtturm'));
    expect(await found('leucht')).toEqual(['Leuchtturm']);
    expect(await found('host')).toEqual([]);
    await changeOwner(pool, runId, 'somebody-else');
    await expect(mine.record(titled('Gestohlen'))).rejects.toMatchObject({ code: 'ownership_lost' });
    expect(await found('leucht')).toEqual(['Leuchtturm']);
  });

  test('say that a run which paused by itself is paused, and then cancelled', async () => {
    const { runId } = await makeRun(db.pool(), {}, 'CANCELLED');
    const run = (await startRecorder()).run(runId);
    const status = async () => (await db.query('SELECT status FROM telltale.run WHERE run_id = $1', [runId])).rows;
    await run.record({ type: 'run.paused', data: { by: 'agent', question: 'Which of the two?' } });
    expect(await status()).toEqual([{ status: 'paused' }]);
    await run.record({ type: 'run.cancelled', data: { by: 'ann' } });
    expect(await status()).toEqual([{ status: 'cancelled' }]);
  });

  test('keep when a step is tried again until it is, how many there are about, and since when an agent loops', async () => {
    const { runId } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId);
    const step = 'download';
    const loop = { rule: 'cycle', severity: 'hint', message: 'A, B, A, B' } as const;

    run.progress(progress(step, 3, { total: 120, estimated: true }));
    void run.event({ type: 'agent.looped', at: '2031-01-01T00:00:00.000Z', data: loop });
    void run.event({ type: 'agent.looped', at: '2031-01-01T00:01:00.000Z', data: { ...loop, severity: 'warn' } });
    const error = { name: 'Error', message: 'no answer' };
    await run.record({
      type: 'step.retrying',
      step,
      at: '2031-01-01T00:00:00.000Z',
      data: { attempt: 2, delayMs: 1_500, error },
    });
    const row = await progressRow(runId);
    expect(row).toMatchObject({ total: 120, estimated: true, looping: { '': { severity: 'warn' } } });
    expect(row.retry_at).toEqual(new Date('2031-01-01T00:00:01.500Z'));
    expect(new Date((row.looping as { '': { at: string } })[''].at)).toEqual(new Date('2031-01-01T00:00:00.000Z'));

    await run.record({ type: 'step.started', step, data: { number: 1, of: 3, attempt: 2, stuckAfterMs: 0.5 } });
    expect(await progressRow(runId)).toMatchObject({
      retry_at: null,
      estimated: false,
      stuck_after_ms: 0.5,
      looping: null,
    });
  });

  test('advance with progress, not with remarks', async () => {
    const { runId } = await makeRun(db.pool());
    const run = (await startRecorder()).run(runId);
    await run.record({
      type: 'step.sized',
      step: 'download',
      at: '2031-01-01T00:00:00.000Z',
      data: { size: 1, unit: 's' },
    });
    await run.record({
      type: 'log.written',
      at: '2032-01-01T00:00:00.000Z',
      data: { level: 'info', message: 'still' },
    });
    expect((await progressRow(runId)).advanced_at).toEqual(new Date('2031-01-01T00:00:00.000Z'));
  });
});
