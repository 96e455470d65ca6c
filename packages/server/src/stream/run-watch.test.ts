import type { RunState } from '@telltale/core';
import type { RunSummary } from '@telltale/ledger';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RunWatches } from './run-watches.ts';

const GATHER_MS = 250;
const JUDGE_MS = 5_000;
const RUN = 'episode-x-run-1';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** A run in memory, of which each look is counted. */
function setUp(state: RunState = 'running') {
  const run = { lastSeq: 1, state, done: 0, isThere: true, fails: false };
  const looks = { made: 0, gate: Promise.resolve() };
  const watches = new RunWatches({
    settings: { gatherMs: GATHER_MS, judgeMs: JUDGE_MS },
    reader: {
      getRun: async () => {
        looks.made += 1;
        const seen = { lastSeq: run.lastSeq, state: run.state, step: { counts: { done: run.done } } };
        await looks.gate;
        if (run.fails) throw new Error('the test lets this fail');
        return run.isThere ? (seen as unknown as RunSummary) : null;
      },
    },
    toNews: async ({ lastSeq }) => ({ lastSeq, frame: Buffer.from('') }),
  });
  const told: number[] = [];
  const follow = (into: number[] = told) => watches.enter(RUN, ({ lastSeq }) => into.push(lastSeq));
  return { run, looks, watches, told, follow };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a run that is followed', () => {
  test('is looked at at once, then once more, then now and then while a worker has it in hand', async () => {
    const { looks, told, follow } = setUp();
    const watching = follow();
    await pass(0);
    expect(told).toEqual([1]);
    await pass(GATHER_MS);
    expect(looks.made).toBe(2);
    await pass(JUDGE_MS - 1);
    expect(looks.made).toBe(2);
    await pass(1);
    expect(looks.made).toBe(3);
    await pass(3 * JUDGE_MS);
    expect(looks.made).toBe(6);
    watching.leave();
  });

  test.for<RunState>(['queued', 'paused', 'succeeded'])(
    'is not looked at while it is %s and nothing asks',
    async (state) => {
      const { looks, follow } = setUp(state);
      const watching = follow();
      await pass(100 * JUDGE_MS);
      expect(looks.made).toBe(2);
      watching.request();
      await pass(0);
      expect(looks.made).toBe(3);
      watching.leave();
    },
  );

  test('is looked at as soon as somebody asks, but not more often than a few times a second', async () => {
    const { run, looks, told, follow } = setUp();
    const watching = follow();
    await pass(2_000);
    const before = looks.made;
    for (let ms = 0; ms < 1_000; ms += 10) {
      run.lastSeq += 1;
      watching.request();
      if (ms === 0) {
        await pass(0);
        expect(looks.made).toBe(before + 1);
        expect(told.at(-1)).toBe(2);
      }
      await pass(10);
    }
    expect(looks.made - before).toBeLessThanOrEqual(1_000 / GATHER_MS + 1);
    await pass(GATHER_MS);
    expect(told.at(-1)).toBe(run.lastSeq);
    watching.leave();
  });

  test('is looked at again while its step moves on without any event', async () => {
    const { run, looks, follow } = setUp();
    const watching = follow();
    await pass(2_000);
    const before = looks.made;
    watching.request();
    for (let ms = 0; ms < 8 * GATHER_MS; ms += 100) {
      run.done += 1;
      await pass(100);
    }
    expect(looks.made - before).toBeGreaterThanOrEqual(8);
    watching.leave();
  });

  test('is looked at again after a look that somebody asked during', async () => {
    const { run, looks, told, follow } = setUp();
    const watching = follow();
    await pass(2_000);
    const gate = Promise.withResolvers<void>();
    looks.gate = gate.promise;
    watching.request();
    await pass(0);
    run.lastSeq = 9;
    watching.request();
    gate.resolve();
    await pass(GATHER_MS);
    expect(told.at(-1)).toBe(9);
    watching.leave();
  });

  test('is looked at once for all who follow it, each of whom is told soon', async () => {
    const { looks, follow, watches, told } = setUp();
    const watchings = Array.from({ length: 100 }, () => follow());
    await pass(0);
    expect(looks.made).toBe(1);
    expect(told).toHaveLength(100);
    await pass(2_000);
    const later: number[] = [];
    watchings.push(follow(later));
    await pass(0);
    expect(later).toEqual([1]);
    for (const watching of watchings.slice(1)) watching.leave();
    const made = looks.made;
    watches.requestAll();
    await pass(GATHER_MS);
    expect(looks.made).toBe(made + 1);
    watchings[0]?.leave();
  });
});

test('while the database is away it is tried again, and soon when it is said to be back', async () => {
  const { run, looks, told, watches, follow } = setUp('paused');
  run.fails = true;
  const watching = follow();
  await pass(2 * JUDGE_MS);
  expect(looks.made).toBe(3);
  expect(told).toEqual([]);
  run.fails = false;
  watches.requestAll();
  await pass(GATHER_MS);
  expect(told).toEqual([1]);
  watching.leave();
});

test('of a run that is gone nobody is told', async () => {
  const { run, looks, told, follow } = setUp();
  run.isThere = false;
  const watching = follow();
  await pass(10 * JUDGE_MS);
  expect(told).toEqual([]);
  expect(looks.made).toBe(1);
  watching.leave();
});

test('nobody is told after he left, and when all have left nothing is looked at', async () => {
  const { looks, told, follow } = setUp();
  const gate = Promise.withResolvers<void>();
  looks.gate = gate.promise;
  const watching = follow();
  await pass(0);
  watching.leave();
  watching.request();
  gate.resolve();
  await pass(10 * JUDGE_MS);
  expect(told).toEqual([]);
  expect(looks.made).toBe(1);
  watching.leave();
});
