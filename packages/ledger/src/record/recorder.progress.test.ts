import { createSignals, type Signals, testDatabase } from '@telltale/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { changeOwner, eventsOf, makeRun } from '../../test/runs.ts';
import type { Progress } from './progress.ts';
import { openRecorder, type Recorder, type RecorderOptions } from './recorder.ts';
import type { RecorderHooks } from './settings.ts';

const db = testDatabase();

interface Rig {
  readonly recorder: Recorder;
  readonly signals: Signals<RecorderHooks>;
  readonly runId: string;
  readonly owner: string;
}

async function startRecorder(options: Partial<RecorderOptions> = {}): Promise<Rig> {
  const signals = createSignals<RecorderHooks>();
  const recorder = await openRecorder({ url: db.url, hooks: signals.hooks, ...options });
  onTestFinished(() => recorder.close());
  return { recorder, signals, ...(await makeRun(db.pool())) };
}

const at = (done: number, step = 'transcribe'): Progress => ({
  step,
  total: 100,
  done,
  failed: 0,
  skipped: 0,
  current: [{ key: `item-${done}` }],
  upNext: [],
});

/** Says how far a step is, and counts how often it was asked. */
function teller(step = 'transcribe') {
  const told = { done: 0, asked: 0 };
  const tell = (): Progress => {
    told.asked += 1;
    return at(told.done, step);
  };
  return { told, tell };
}

async function rowOf(runId: string): Promise<Record<string, unknown>> {
  const { rows } = await db.query('SELECT step, done, total, current FROM telltale.progress WHERE run_id = $1', [
    runId,
  ]);
  return rows[0] as Record<string, unknown>;
}

/** A flush of everything that is due, by way of another run. */
async function flushSomethingElse(recorder: Recorder): Promise<void> {
  const { runId } = await makeRun(db.pool());
  await recorder.run(runId).record({ type: 'log.written', data: { level: 'info', message: 'hello' } });
}

describe('progress that a function says', () => {
  test('is asked for once in a flush, as it is made, however often it was said', async () => {
    const { recorder, runId, owner } = await startRecorder();
    const run = recorder.run(runId, { owner });
    const { told, tell } = teller();
    for (told.done = 1; told.done < 7; told.done += 1) run.progress(tell);
    expect(told.asked).toBe(0);
    await run.flushed();
    expect(told.asked).toBe(1);
    expect(await rowOf(runId)).toMatchObject({ done: 7, current: [{ key: 'item-7' }] });
  });

  test('counts what goes along in the same flush, and no more', async () => {
    const { recorder, runId, owner } = await startRecorder({ progressEventMs: 0 });
    const run = recorder.run(runId, { owner });
    const { told, tell } = teller();
    const lane = async (name: string) => {
      for (let n = 0; n < 25; n += 1) {
        const finished = run.finishItem({ type: 'item.succeeded', step: 'transcribe', item: `${name}-${n}`, data: {} });
        told.done += 1;
        run.progress(tell);
        await finished;
      }
    };
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map(lane));
    await run.flushed();

    let finished = 0;
    const said: (readonly [number, number])[] = [];
    for (const { type, data } of await eventsOf(db.pool(), runId)) {
      if (type === 'item.succeeded') finished += 1;
      if (type === 'step.progressed') said.push([data.done, finished]);
    }
    expect(said.length).toBeGreaterThan(1);
    expect(said.filter(([done, before]) => done !== before)).toEqual([]);
    expect(await rowOf(runId)).toMatchObject({ done: 250 });
  });

  test('is asked for anew when the event that it is owed is due', async () => {
    let nowMs = Date.now();
    const { recorder, signals, runId, owner } = await startRecorder({ now: () => nowMs, progressEventMs: 40 });
    const run = recorder.run(runId, { owner });
    const { told, tell } = teller();
    for (told.done of [1, 2]) {
      run.progress(tell);
      await run.flushed();
    }
    told.done = 3;
    nowMs += 40;
    await signals.on('flushed').next();
    const events = await eventsOf(db.pool(), runId);
    expect(events.filter(({ type }) => type === 'step.progressed').map(({ data }) => data.done)).toEqual([1, 3]);
  });

  test('is not asked for once another step has begun', async () => {
    const { recorder, runId, owner } = await startRecorder();
    const run = recorder.run(runId, { owner });
    const { told, tell } = teller('download');
    run.progress(tell);
    void run.event({ type: 'step.succeeded', step: 'download', data: { durationMs: 1 } });
    void run.event({ type: 'step.started', step: 'transcribe', data: { number: 2, of: 3, attempt: 1 } });
    await run.flushed();
    expect(told.asked).toBe(0);
    expect(await rowOf(runId)).toMatchObject({ step: 'transcribe', done: 0, total: null });
  });

  test('is told in the row but not as an event when its step ends before the flush', async () => {
    const { recorder, runId, owner } = await startRecorder();
    const run = recorder.run(runId, { owner });
    const { told, tell } = teller();
    run.progress(tell);
    told.done = 9;
    await run.record({ type: 'step.succeeded', step: 'transcribe', data: { durationMs: 1 } });
    expect(await rowOf(runId)).toMatchObject({ done: 9 });
    expect((await eventsOf(db.pool(), runId)).map(({ type }) => type)).toEqual(['run.submitted', 'step.succeeded']);
  });

  test('is not asked for once the run belongs to somebody else', async () => {
    let nowMs = Date.now();
    const { recorder, runId, owner } = await startRecorder({ now: () => nowMs, progressEventMs: 60_000 });
    const run = recorder.run(runId, { owner });
    const { told, tell } = teller();
    for (let n = 0; n < 2; n += 1) {
      run.progress(tell);
      await run.flushed();
    }
    await changeOwner(db.pool(), runId, 'somebody-else');
    run.progress(tell);
    await expect(run.flushed()).rejects.toMatchObject({ code: 'ownership_lost' });
    const { asked } = told;

    run.progress(tell);
    nowMs += 60_000;
    await flushSomethingElse(recorder);
    expect(told.asked).toBe(asked);
  });

  test('is told to the end when the run is released, and not asked for any more', async () => {
    let nowMs = Date.now();
    const { recorder, runId, owner } = await startRecorder({ now: () => nowMs, progressEventMs: 60_000 });
    const run = recorder.run(runId, { owner });
    const { told, tell } = teller();
    for (told.done of [1, 2]) {
      run.progress(tell);
      await run.flushed();
    }
    told.done = 3;
    await run.release();
    const events = await eventsOf(db.pool(), runId);
    expect(events.slice(1).map(({ type, data }) => [type, data.done])).toEqual([
      ['step.progressed', 1],
      ['step.progressed', 3],
    ]);
    const { asked } = told;

    nowMs += 60_000;
    await flushSomethingElse(recorder);
    expect(told.asked).toBe(asked);
    expect(await eventsOf(db.pool(), runId)).toHaveLength(events.length);
  });

  test.each([
    ['throws', () => JSON.parse('{'), 'SyntaxError'],
    ['gives nothing', () => undefined, 'TypeError'],
    ['gives a promise', async () => at(1), 'TypeError'],
  ])('and that %s is reported once; the flush goes on without it', async (_, tell, reason) => {
    const { recorder, signals, runId, owner } = await startRecorder({ progressEventMs: 0 });
    const run = recorder.run(runId, { owner });
    run.progress(tell as () => Progress);
    await run.record({ type: 'log.written', data: { level: 'info', message: 'goes along' } });
    await run.record({ type: 'log.written', data: { level: 'info', message: 'goes after' } });
    expect(signals.all('problem')).toMatchObject([
      { code: 'event_invalid', message: expect.stringContaining(reason), cause: expect.any(Error) },
    ]);

    run.progress(at(4));
    await run.flushed();
    expect(await rowOf(runId)).toMatchObject({ done: 4 });
    expect((await eventsOf(db.pool(), runId)).map(({ data }) => data.message ?? data.done)).toEqual([
      undefined,
      'goes along',
      'goes after',
      4,
    ]);
  });
});
