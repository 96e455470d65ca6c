import {
  type EventType,
  emptyRunView,
  estimateRun,
  factsOf,
  NO_HISTORY,
  type RunState,
  reduceAll,
  type TraceEvent,
  verdict,
} from '@telltale/core';
import type { RunSummary } from '@telltale/ledger';
import { describe, expect, test } from 'vitest';
import { currentOf } from './current-of.ts';

const RUN = 'episode-show-run-1';
const STEPS = ['fetch', 'transcribe', 'publish'];

interface Told {
  readonly type: EventType;
  readonly step?: string;
  readonly item?: string;
  readonly actionId?: string;
  readonly data: object;
}

/** One event a second. */
function at(seq: number): string {
  return new Date(Date.UTC(2026, 10, 21, 3, 0, seq)).toISOString();
}

/** What is told of a run with this trace, 10 s after its last event. */
function current(told: readonly Told[], changes: Partial<RunSummary> = {}) {
  const events = told.map((event, index) => ({
    runId: RUN,
    seq: index + 1,
    at: at(index),
    step: null,
    item: null,
    actionId: null,
    ...event,
  })) as TraceEvent[];
  const view = reduceAll(emptyRunView(RUN), events);
  const asOf = at(told.length + 10);
  const facts = factsOf(view, { aliveAt: asOf });
  const state: RunState = changes.state ?? view.state;
  const summary = {
    ...facts,
    runId: RUN,
    pipeline: 'episode',
    subject: 'show',
    title: 'The show',
    steps: STEPS,
    advancedAt: view.advancedAt ?? at(0),
    failure: null,
    asOf,
    ...changes,
    state,
    verdict: verdict({ ...facts, state }, Date.parse(asOf)),
  } as unknown as RunSummary;
  return currentOf(view, summary, estimateRun(view, NO_HISTORY, Date.parse(asOf)));
}

const submitted: Told = {
  type: 'run.submitted',
  data: { pipeline: 'episode', version: '1', subject: 'show', number: 1, steps: STEPS, input: {} },
};
const taken: Told = { type: 'run.started', data: { workerId: 'w', attempt: 1, version: '1' } };
const begin = (step: string): Told => ({ type: 'step.started', step, data: { attempt: 1 } });
const plan = (total: number): Told => ({
  type: 'step.planned',
  step: 'transcribe',
  data: { total, kept: 0, unit: 'segments' },
});
const progress = (done: number, total: number | null, more: object = {}): Told => ({
  type: 'step.progressed',
  step: 'transcribe',
  data: { done, failed: 0, skipped: 0, total, unit: 'segments', current: [], upNext: [], ...more },
});
const success = (step: string): Told => ({ type: 'step.succeeded', step, data: { attempt: 1, durationMs: 1_000 } });
const items = { current: [{ key: 's4', label: 'segment 4' }], upNext: [{ key: 's5' }, { key: 's6' }] };
const inItems = [submitted, taken, begin('transcribe'), plan(10), progress(3, 10, items)];

describe('what a page about a run shows', () => {
  test('queued: nothing has begun, and the steps are what comes', () => {
    expect(current([submitted])).toMatchObject({
      state: 'queued',
      step: null,
      progress: { total: null, processed: 0, percent: null, sentence: 'not started yet' },
      upNext: [{ key: 'fetch' }, { key: 'transcribe' }, { key: 'publish' }],
      run: { percent: 0 },
    });
  });

  test('before the trace has told of anything, the steps are still known', () => {
    expect(current([]).upNext).toEqual([{ key: 'fetch' }, { key: 'transcribe' }, { key: 'publish' }]);
  });

  test('taken, before the first step', () => {
    expect(current([submitted, taken])).toMatchObject({
      state: 'running',
      step: null,
      progress: { sentence: 'not started yet' },
    });
  });

  test('in a step of items: which are in work, and which come', () => {
    expect(current(inItems)).toMatchObject({
      step: { name: 'transcribe', number: 2, of: 3, kind: 'items', state: 'running', attempt: 1 },
      progress: { total: 10, processed: 3, remaining: 7, percent: 30, unit: 'segments', sentence: '3 of 10 segments' },
      currentlyProcessing: [{ key: 's4', label: 'segment 4' }],
      upNext: [{ key: 's5' }, { key: 's6' }],
    });
  });

  test('when the last items are in work, the next steps come', () => {
    const { upNext } = current([...inItems, progress(9, 10, { current: [{ key: 's10' }] })]);
    expect(upNext).toEqual([{ key: 'publish' }]);
  });

  describe('between two snapshots of the trace', () => {
    const ended: Told = { type: 'item.succeeded', step: 'transcribe', item: 's4', data: { durationMs: 300 } };
    const counts = { total: 10, estimated: false, done: 5, failed: 1, skipped: 0 };
    const live = { name: 'transcribe', number: 2, of: 3, startedAt: at(2), unit: 'segments', attempt: 1, size: null };
    const step = { ...live, counts, current: [{ key: 's7', label: 'segment 7' }], upNext: [{ key: 's8' }] };

    test('the run itself says what is in work, what comes, and how far it is', () => {
      expect(current([...inItems, ended])).toMatchObject({ currentlyProcessing: [], progress: { processed: 4 } });
      expect(current([...inItems, ended], { step })).toMatchObject({
        step: { sentence: expect.stringContaining('6 of 10 segments') },
        progress: { processed: 6, failed: 1, remaining: 4, percent: 60, sentence: '6 of 10 segments (1 failed)' },
        currentlyProcessing: [{ key: 's7', label: 'segment 7' }],
        upNext: [{ key: 's8' }],
      });
    });

    test('it is not asked about an attempt or a step other than the one that runs, nor before it has told anything', () => {
      const told = { progress: { processed: 3 }, currentlyProcessing: [{ key: 's4' }] };
      expect(current(inItems, { step: { ...step, attempt: 2 } })).toMatchObject(told);
      expect(current(inItems, { step: { ...step, name: 'fetch' } })).toMatchObject(told);
      const silent = { ...step, counts: { ...counts, total: null, done: 0, failed: 0 }, current: [], upNext: [] };
      expect(current(inItems, { step: silent })).toMatchObject(told);
    });

    test('a percentage that was told stays, though a guessed total grows', () => {
      const grown = { ...step, counts: { ...counts, total: 100, estimated: true } };
      expect(current(inItems, { step: grown }).progress).toMatchObject({ processed: 6, total: 100, percent: 30 });
    });
  });

  test('in a step of counts, of which the total may be a guess or unknown', () => {
    const counted = [submitted, taken, begin('transcribe')];
    expect(current([...counted, progress(45, 120, { estimated: true })])).toMatchObject({
      step: { kind: 'counts' },
      progress: { total: 120, estimated: true, percent: 38, sentence: '45 of ~120 segments' },
    });
    expect(current([...counted, progress(45, null)])).toMatchObject({
      progress: { total: null, processed: 45, remaining: null, percent: null, sentence: '45 segments' },
    });
  });

  test('in a step that is one piece: how long it has been running', () => {
    expect(current([submitted, taken, begin('fetch')])).toMatchObject({
      step: { kind: 'whole' },
      progress: { total: null, percent: null, sentence: expect.stringMatching(/^running for /) },
      currentlyProcessing: [],
      upNext: [{ key: 'transcribe' }, { key: 'publish' }],
    });
  });

  test('with nothing to process it says so, and divides by nothing', () => {
    expect(current([submitted, taken, begin('transcribe'), plan(0)])).toMatchObject({
      progress: { total: 0, processed: 0, remaining: 0, percent: 0, sentence: 'no segments to process' },
      currentlyProcessing: [],
    });
  });

  test('between steps: the last counts stay, and the next steps come', () => {
    const between = [...inItems, progress(10, 10), success('transcribe')];
    expect(current(between)).toMatchObject({
      state: 'running',
      step: { name: 'transcribe', state: 'succeeded' },
      progress: { total: 10, processed: 10, percent: 100 },
      upNext: [{ key: 'publish' }],
    });
  });

  test('while it pauses, what is in work finishes; once it is paused, the last counts stay', () => {
    const pausing = [...inItems, { type: 'run.pausing', data: {} } as Told];
    expect(current(pausing)).toMatchObject({
      state: 'pausing',
      progress: { processed: 3 },
      currentlyProcessing: [{ key: 's4' }],
    });
    const stopped: Told = {
      type: 'step.stopped',
      step: 'transcribe',
      data: { attempt: 1, durationMs: 5_000, reason: 'paused', counts: { done: 4, failed: 0, skipped: 0, total: 10 } },
    };
    expect(current([...pausing, stopped, { type: 'run.paused', data: {} }])).toMatchObject({
      state: 'paused',
      step: { name: 'transcribe', state: 'stopped' },
      progress: { total: 10, processed: 4, percent: 40, sentence: '4 of 10 segments' },
      currentlyProcessing: [],
      upNext: [{ key: 's4' }, { key: 's5' }, { key: 's6' }],
    });
  });

  test('while a step waits to be tried again', () => {
    const error = { name: 'Error', message: 'the model is away', causes: [] };
    const retrying: Told = { type: 'step.retrying', step: 'transcribe', data: { attempt: 2, delayMs: 30_000, error } };
    expect(current([...inItems, retrying])).toMatchObject({
      step: { state: 'retrying', sentence: expect.stringContaining('attempt 2 in') },
      progress: { processed: 3, percent: 30 },
    });
  });

  test('failed: how far it was and why; nothing comes any more', () => {
    expect(current(inItems, { state: 'failed', failure: 'Step transcribe failed.' })).toMatchObject({
      state: 'failed',
      progress: { processed: 3, percent: 30 },
      failure: 'Step transcribe failed.',
      run: { percent: expect.toSatisfy((percent: number) => percent < 100) },
    });
    expect(current([submitted, taken, begin('fetch')], { state: 'failed' }).upNext).toEqual([]);
  });

  test.for(['failed', 'cancelled'] as const)('%s in the middle of items: none is in work, and none comes', (state) => {
    const open: Told = { type: 'action.started', step: 'transcribe', actionId: 'a', data: { tool: 'fetch' } };
    expect(current([...inItems, open], { state })).toMatchObject({
      progress: { processed: 3, remaining: 7 },
      currentlyProcessing: [],
      upNext: [],
      actions: [],
      run: { sentence: 'not finished' },
    });
  });

  test('cancelled before any step', () => {
    expect(current([submitted], { state: 'cancelled' })).toMatchObject({
      step: null,
      progress: { sentence: 'no step was started' },
      upNext: [],
    });
  });

  test('succeeded: 100 %, even while the trace has not told of the end yet', () => {
    const all = [submitted, taken, begin('transcribe'), plan(2), progress(2, 2), success('transcribe')];
    expect(current(all, { state: 'succeeded' })).toMatchObject({ run: { percent: 100 }, progress: { percent: 100 } });
  });

  test('open actions, the newest first, each as a sentence', () => {
    const open = (actionId: string): Told => ({
      type: 'action.started',
      step: 'fetch',
      actionId,
      data: { tool: 'fetch', input: { url: `https://example.com/${actionId}` } },
    });
    const { actions } = current([submitted, taken, begin('fetch'), open('a1'), open('a2')]);
    expect(actions.map(({ actionId, runId }) => `${runId} ${actionId}`)).toEqual([`${RUN} a2`, `${RUN} a1`]);
    expect(actions[0]?.sentence).toContain('https://example.com/a2');
  });
});

test('its agents are those of the step that it is at, the newest first', () => {
  const startAgent = (step: string, model: string, item?: string): Told => ({
    type: 'agent.started',
    step,
    ...(item === undefined ? {} : { item }),
    data: { model, limits: { modelRequests: 30 } },
  });
  const { agents } = current([
    submitted,
    taken,
    begin('fetch'),
    startAgent('fetch', 'old'),
    success('fetch'),
    begin('transcribe'),
    startAgent('transcribe', 'a', 'one'),
    startAgent('transcribe', 'b', 'two'),
    { type: 'agent.asked', step: 'transcribe', item: 'one', data: { question: 'Which one?' } },
  ]);
  expect(agents).toMatchObject([
    { item: 'two', model: 'b', state: 'running', question: null },
    { item: 'one', model: 'a', state: 'running', question: { text: 'Which one?' }, limits: { modelRequests: 30 } },
  ]);
});
