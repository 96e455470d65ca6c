import type { RunSummaryBody } from '@telltale/api';
import { describe, expect, test } from 'vitest';
import { mergeRuns } from './merge-runs.ts';
import { runSummary } from './test/run-summary.ts';

/** Made at second `made`, told of at second `told`. */
function run(runId: string, made: number, told = 10, changes: Partial<RunSummaryBody> = {}): RunSummaryBody {
  return runSummary({ runId, createdAt: at(made), asOf: at(told), ...changes });
}

function at(second: number): string {
  return `2026-11-21T12:00:${String(second).padStart(2, '0')}.000Z`;
}

function changed(...runs: RunSummaryBody[]): Map<string, RunSummaryBody> {
  return new Map(runs.map((each) => [each.runId, each]));
}

const ids = (runs: readonly RunSummaryBody[]) => runs.map(({ runId }) => runId).join('');
const list = { runs: [run('d', 8), run('c', 6), run('b', 4)], filter: {}, isWhole: false };

describe('mergeRuns', () => {
  test('leaves the list as it is when nothing changed', () => {
    expect(mergeRuns(list, new Map())).toBe(list.runs);
  });

  test('puts the new state of a run in its place, and keeps the others as the same objects', () => {
    const news = run('c', 6, 11, { state: 'failed' });
    const merged = mergeRuns(list, changed(news));
    expect(ids(merged)).toBe('dcb');
    expect(merged[1]).toBe(news);
    expect(merged[0]).toBe(list.runs[0]);
  });

  test('does not go back to a state from before', () => {
    expect(mergeRuns(list, changed(run('c', 6, 9, { state: 'failed' })))[1]).toBe(list.runs[1]);
  });

  test('adds new runs where they belong', () => {
    expect(ids(mergeRuns(list, changed(run('x', 5), run('z', 9), run('y', 7))))).toBe('zdycxb');
  });

  test('adds a run that came to match, and takes one away that does so no more', () => {
    const failed = { ...list, filter: { status: ['running' as const] } };
    expect(ids(mergeRuns(failed, changed(run('c', 6, 11, { state: 'failed' }), run('x', 5))))).toBe('dxb');
  });

  test('takes removed runs away', () => {
    expect(ids(mergeRuns(list, new Map([['c', null]])))).toBe('db');
  });

  test('leaves runs for a later page that are older than those that were loaded', () => {
    expect(ids(mergeRuns(list, changed(run('a', 2))))).toBe('dcb');
    expect(ids(mergeRuns({ ...list, isWhole: true }, changed(run('a', 2))))).toBe('dcba');
  });

  test('adds to an empty list only when it is known to be empty', () => {
    expect(ids(mergeRuns({ ...list, runs: [] }, changed(run('x', 5))))).toBe('');
    expect(ids(mergeRuns({ ...list, runs: [], isWhole: true }, changed(run('x', 5), run('y', 7))))).toBe('yx');
  });

  test('keeps the order that runs of one moment have', () => {
    const same = { ...list, runs: [run('a', 6), run('c', 6), run('b', 6)] };
    expect(ids(mergeRuns(same, changed(run('z', 7))))).toBe('zacb');
  });
});
