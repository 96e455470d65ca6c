import type { RunState } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { setDbosStatus } from '../../test/dbos-status.ts';
import { makeRun } from '../../test/runs.ts';
import type { RunPageOptions } from './list-runs.ts';
import { createReader, type Reader } from './reader.ts';

const db = testDatabase();
let reader: Reader;
/** Ids by subject. */
const ids = new Map<string, string>();

beforeAll(async () => {
  const pool = db.pool();
  reader = createReader(pool);
  const make = async (subject: string, status: string, run: Parameters<typeof makeRun>[1] = {}) => {
    ids.set(subject, (await makeRun(pool, { subject, ...run })).runId);
    await setDbosStatus(db, String(ids.get(subject)), status);
  };
  await make('alpha-1', 'SUCCESS', { title: 'Gespräch über Bäume', pipeline: 'recording' });
  await make('alpha-2', 'ERROR', { title: "O'Brien & sons: a | b" });
  await make('beta', 'CANCELLED');
  await make('gamma', 'CANCELLED');
  await make('delta', 'ENQUEUED', { title: '中国 播客' });
  await make('epsilon', 'PENDING');
  await make('zeta', 'DELAYED', { pipeline: 'recording' });
  await make('eta', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED');
  const asked = `UPDATE telltale.progress SET control = 'pause', control_at = now() WHERE subject = $1`;
  await db.query(asked, ['gamma']);
  await db.query(`UPDATE telltale.progress SET created_at = '2026-01-02T03:04:05.678Z' WHERE subject = 'beta'`);
});

const ALL = ['eta', 'zeta', 'epsilon', 'delta', 'gamma', 'beta', 'alpha-2', 'alpha-1'];

async function subjects(options: RunPageOptions = {}): Promise<string[]> {
  return (await reader.listRuns(options)).runs.map(({ subject }) => subject);
}

describe('listRuns', () => {
  test('gives all runs, newest first', async () => {
    expect(await subjects()).toEqual(ALL);
  });

  test('gives what is known of a run, with null for what is not', async () => {
    const [run] = (await reader.listRuns({ subject: 'delta' })).runs;
    expect(run).toEqual({
      runId: 'episode-delta-run-1',
      pipeline: 'episode',
      subject: 'delta',
      number: 1,
      version: '1',
      title: '中国 播客',
      steps: ['download', 'transcribe', 'embed'],
      retryOf: null,
      state: 'queued',
      stateSince: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      queue: 'episode',
      priority: 0,
      tries: 0,
      createdAt: expect.stringMatching(/Z$/),
      startedAt: null,
      endedAt: null,
      firstSeq: 1,
      lastSeq: 1,
      workerId: null,
      aliveAt: null,
      advancedAt: expect.stringMatching(/Z$/),
      step: null,
      control: null,
      question: null,
      action: null,
      openActions: 0,
      looping: null,
      retryAt: null,
      stuckAfterMs: null,
      usualGapMs: null,
      failure: null,
      verdict: { name: 'queued', since: expect.stringMatching(/Z$/) },
      asOf: expect.stringMatching(/Z$/),
    });
  });

  test.for<[RunState[], string[]]>([
    [['queued'], ['zeta', 'delta']],
    [['running'], ['epsilon']],
    [['paused'], ['gamma']],
    [['cancelled'], ['beta']],
    [
      ['paused', 'cancelled'],
      ['gamma', 'beta'],
    ],
    [['succeeded'], ['alpha-1']],
    [['failed'], ['eta', 'alpha-2']],
    [
      ['failed', 'succeeded'],
      ['eta', 'alpha-2', 'alpha-1'],
    ],
    [['pausing', 'cancelling'], []],
    [[], []],
  ])('filters by status %s', async ([status, expected]) => {
    expect(await subjects({ status })).toEqual(expected);
  });

  test('filters by pipeline, subject and both', async () => {
    expect(await subjects({ pipeline: 'recording' })).toEqual(['zeta', 'alpha-1']);
    expect(await subjects({ subject: 'zeta' })).toEqual(['zeta']);
    expect(await subjects({ pipeline: 'episode', subject: 'zeta' })).toEqual([]);
  });

  test('filters by when a run was made: from one moment on, before another', async () => {
    const at = '2026-01-02T03:04:05.678Z';
    expect(await subjects({ createdBefore: '2026-06-01T00:00:00.000Z' })).toEqual(['beta']);
    expect(await subjects({ createdBefore: at })).toEqual([]);
    expect(await subjects({ createdAfter: at, createdBefore: '2026-06-01T00:00:00.000Z' })).toEqual(['beta']);
    expect(await subjects({ createdAfter: '2026-06-01T00:00:00.000Z' })).toEqual(
      ALL.filter((subject) => subject !== 'beta'),
    );
  });

  test.for<[string, string[]]>([
    ['alpha', ['alpha-2', 'alpha-1']],
    ['ALP', ['alpha-2', 'alpha-1']],
    ['alpha 1', ['alpha-1']],
    ['1-alpha', ['alpha-1']],
    ['recording zet', ['zeta']],
    ['über BäuME', ['alpha-1']],
    ['bäu', ['alpha-1']],
    ['中国', ['delta']],
    ["o'brien", ['alpha-2']],
    ['lpha', []],
    ['!!!', []],
    ['  ', ALL],
  ])('finds %j by the beginnings of words', async ([text, expected]) => {
    expect(await subjects({ text })).toEqual(expected);
  });

  test('combines words with other filters', async () => {
    expect(await subjects({ text: 'alpha', status: ['failed'] })).toEqual(['alpha-2']);
    expect(await subjects({ text: 'alpha', pipeline: 'recording' })).toEqual(['alpha-1']);
  });

  test('pages through all of them, once each, though runs are made meanwhile', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await reader.listRuns({ limit: 3, cursor, text: 'e' });
      expect(page.runs.length).toBeLessThanOrEqual(3);
      seen.push(...page.runs.map(({ runId }) => runId));
      cursor = page.nextCursor;
      await makeRun(db.pool(), { subject: `later-${seen.length}` });
    } while (cursor !== null);
    expect(seen).toEqual(
      ALL.filter((subject) => !['zeta', 'alpha-1'].includes(subject)).map((subject) => ids.get(subject)),
    );
    await db.query(`DELETE FROM telltale.progress WHERE subject LIKE 'later-%'`);
  });

  test('ends with a null cursor exactly when nothing follows', async () => {
    expect((await reader.listRuns({ limit: ALL.length })).nextCursor).toBeNull();
    const page = await reader.listRuns({ limit: ALL.length - 1 });
    expect(page.nextCursor).not.toBeNull();
    expect(await subjects({ cursor: page.nextCursor })).toEqual(['alpha-1']);
  });

  test.for<[RunPageOptions, string]>([
    [{ limit: 0 }, 'filter_invalid'],
    [{ limit: 501 }, 'filter_invalid'],
    [{ limit: 1.5 }, 'filter_invalid'],
    [{ createdAfter: 'yesterday' }, 'filter_invalid'],
    [{ createdBefore: '+275760-09-13T00:00:00.000Z' }, 'filter_invalid'],
    [{ status: ['running', 'nonsense' as RunState] }, 'filter_invalid'],
    [{ verdict: ['nonsense' as 'stuck'] }, 'filter_invalid'],
    [{ text: 'x'.repeat(501) }, 'filter_invalid'],
    [{ cursor: 'nonsense' }, 'cursor_invalid'],
  ])('refuses %j', async ([options, code]) => {
    await expect(reader.listRuns(options)).rejects.toMatchObject({ code });
  });
});

describe('runsOfSubject', () => {
  test('gives the runs of one subject, the newest first, of one pipeline or all', async () => {
    const pool = db.pool();
    for (const pipeline of ['episode', 'recording', 'episode']) {
      const { runId } = await makeRun(pool, { subject: 'theta', pipeline });
      await setDbosStatus(db, runId, 'SUCCESS');
    }
    const runs = await reader.runsOfSubject('theta');
    expect(runs.map(({ runId }) => runId)).toEqual([
      'episode-theta-run-2',
      'recording-theta-run-1',
      'episode-theta-run-1',
    ]);
    expect(await reader.runsOfSubject('theta', { pipeline: 'recording' })).toHaveLength(1);
    expect(await reader.runsOfSubject('theta', { limit: 1 })).toHaveLength(1);
    expect(await reader.runsOfSubject('nobody')).toEqual([]);
  });
});
