import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { testEngine, untilAborted } from '../../test/engine.ts';

const db = testDatabase();
const TRACE_ID = '0123456789abcdef0123456789abcdef';
const engine = testEngine(db, { traceIdOf: () => TRACE_ID });

/** What the worker told of a run: the types of its events, in their order. */
function told(runId: string): string[] {
  const recorded = engine.signals.all('recorded').filter((one) => one.runId === runId);
  expect(new Set(recorded.map(({ pipeline }) => pipeline))).toEqual(new Set(['scripted']));
  return recorded.flatMap(({ events }) => events.map(({ type }) => type));
}

/** The same from the database, without what its submitter wrote. */
async function written(runId: string): Promise<string[]> {
  const types: string[] = (await engine.events(runId)).map(({ type }) => type);
  return types.filter((type) => type !== 'run.submitted' && type !== 'run.cancelling');
}

test('a worker tells of every event that it has committed, in their order', async () => {
  const { runId } = await engine.run(async ({ step }) => {
    await step('one', (s) => s.action('fetch', {}, () => 'page'));
    await step('two', (s) => s.items(['a', 'b'], { key: String }, (item) => item));
  });
  expect(told(runId)).toEqual(await written(runId));
  expect(told(runId)).toEqual(expect.arrayContaining(['run.started', 'action.finished', 'run.succeeded']));
});

test('and of those with which it let go of a run', async () => {
  const runId = await engine.start(({ step }) => step('one', (s) => untilAborted(s.signal)));
  await engine.signals.on('runTaken').seen((run) => run.runId === runId);
  const left = engine.leaves(runId);
  await engine.client.cancel(runId);
  expect(await left).toBe('cancelled');
  expect(told(runId)).toEqual(await written(runId));
  expect(told(runId).slice(-2)).toEqual(['step.stopped', 'run.cancelled']);
});

test('before it takes runs it tells who it is, and how its writing goes', () => {
  const [started] = engine.signals.all('started');
  expect(started?.workerId).toBe(engine.worker.id);
  expect(started?.recorder.state).toMatchObject({ state: 'writing', error: null });
  expect(engine.signals.all('flushed').length).toBeGreaterThan(0);
});

test('the start of a run says where its trace is, where the worker was told', async () => {
  const { runId } = await engine.run(() => 'done');
  const started = (await engine.events(runId)).find(({ type }) => type === 'run.started');
  expect(started?.data).toMatchObject({ traceId: TRACE_ID });
});
