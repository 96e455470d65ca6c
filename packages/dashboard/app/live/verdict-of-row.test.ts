import { describe, expect, test } from 'vitest';
import { runSummary } from './test/run-summary.ts';
import { remainingOfRow, verdictOfRow } from './verdict-of-row.ts';

const START = Date.parse('2026-11-21T12:00:00.000Z');
const later = (seconds: number) => START + seconds * 1_000;

describe('verdictOfRow', () => {
  test('gets quiet and stuck by the time alone', () => {
    const run = runSummary({ stuckAfterMs: 120_000 });
    expect(verdictOfRow(run, later(59)).name).toBe('working');
    expect(verdictOfRow(run, later(61)).name).toBe('quiet');
    expect(verdictOfRow(run, later(121)).name).toBe('stuck');
  });

  test('does not take a worker for gone only because no heartbeat is told of', () => {
    const action = { tool: 'ask', input: null, startedAt: runSummary().createdAt, timeoutMs: 600_000, usualMs: null };
    const run = runSummary({ action: { ...action, actionId: '1', parentId: null } });
    expect(verdictOfRow(run, later(300)).name).toBe('working');
  });

  test('counts the silence of a worker that the server says is gone', () => {
    const since = runSummary().aliveAt;
    const run = runSummary({
      verdict: { name: 'orphaned', since, workerId: 'worker-1', silentMs: 30_000, thresholdMs: 30_000 },
    });
    expect(verdictOfRow(run, later(45))).toMatchObject({ name: 'orphaned', silentMs: 45_000 });
  });
});

describe('remainingOfRow', () => {
  const run = { percent: 40, remaining: { known: true, source: 'past', lowMs: 20_000, highMs: 60_000 } } as const;

  test('gets less while a worker has the run in hand', () => {
    expect(remainingOfRow(runSummary({ run }), later(15))).toMatchObject({ lowMs: 5_000, highMs: 45_000 });
    expect(remainingOfRow(runSummary({ run }), later(30))).toMatchObject({ lowMs: 0, highMs: 30_000 });
  });

  test('says so when it takes longer', () => {
    expect(remainingOfRow(runSummary({ run }), later(61))).toEqual({ known: false, why: 'overdue' });
  });

  test('stays while nobody works at the run', () => {
    expect(remainingOfRow(runSummary({ run, state: 'paused' }), later(3_600))).toBe(run.remaining);
  });
});
