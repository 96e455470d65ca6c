import type { VerdictName } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { setDbosStatus } from '../../test/dbos-status.ts';
import { makeRun } from '../../test/runs.ts';
import { createReader, type Reader } from './reader.ts';

const db = testDatabase();
let reader: Reader;

/** Every verdict there is, with the state of a run that gets it: DBOS's status, and changes to the run's row. */
const STATES: Readonly<Record<VerdictName, readonly [dbos: string, change: string]>> = {
  queued: ['ENQUEUED', `advanced_at = now() - interval '1 day'`],
  working: ['PENDING', 'advanced_at = now()'],
  quiet: ['PENDING', `advanced_at = now() - interval '2 minutes'`],
  looping: [
    'PENDING',
    `looping = '{"": {"rule": "cycle", "severity": "warn", "message": "again", "at": "2026-11-21T03:14:15.9265+00:00"}}'`,
  ],
  stuck: ['PENDING', `advanced_at = now() - interval '20 minutes'`],
  orphaned: ['PENDING', `worker_id = 'dead'`],
  pausing: ['PENDING', `control = 'pause', control_at = now()`],
  paused: ['CANCELLED', `control = 'pause', control_at = now()`],
  succeeded: ['SUCCESS', 'advanced_at = now()'],
  failed: ['ERROR', 'advanced_at = now()'],
  cancelled: ['CANCELLED', 'advanced_at = now()'],
};
const NAMES = Object.keys(STATES) as VerdictName[];
const NONE = Object.fromEntries(NAMES.map((name) => [name, 0]));
const RUNS_OF_EACH = 3;
const LONG_AGO = new Date(Date.now() - 3_600_000);

beforeAll(async () => {
  const pool = db.pool();
  reader = createReader(pool);
  await db.query(`
    INSERT INTO telltale.worker (worker_id, host, pid, version, queues, heartbeat_at)
    VALUES ('alive', 'here', 1, '1', '{}', now()), ('dead', 'here', 2, '1', '{}', now() - interval '31 seconds')`);
  for (let n = 0; n < RUNS_OF_EACH; n += 1) {
    for (const name of NAMES) {
      const [dbos, change] = STATES[name];
      const { runId } = await makeRun(pool, { subject: `${name}-${n}` });
      await setDbosStatus(db, runId, dbos, LONG_AGO);
      await db.query(`UPDATE telltale.progress SET worker_id = 'alive' WHERE run_id = $1`, [runId]);
      await db.query(`UPDATE telltale.progress SET ${change} WHERE run_id = $1`, [runId]);
    }
  }
  // Asked to pause, but nothing moves any more: that is what has to be said of it.
  const { runId } = await makeRun(pool, { subject: 'stuck-pausing' });
  await setDbosStatus(db, runId, 'PENDING');
  await db.query(
    `UPDATE telltale.progress SET worker_id = 'alive', ${STATES.pausing[1]}, ${STATES.stuck[1]} WHERE run_id = $1`,
    [runId],
  );
});

test('a run that waited for long has been silent since a worker took it', async () => {
  const { runId } = await makeRun(db.pool(), { subject: 'just-taken', pipeline: 'taken' });
  await setDbosStatus(db, runId, 'PENDING');
  await db.query(`UPDATE telltale.progress SET worker_id = 'dead', ${STATES.stuck[1]} WHERE run_id = $1`, [runId]);
  await db.query(`UPDATE dbos.workflow_status SET executor_id = 'alive' WHERE workflow_uuid = $1`, [runId]);
  expect(await reader.getRun(runId)).toMatchObject({ workerId: 'alive', verdict: { name: 'working' } });
  await db.query('SELECT telltale.forget_run($1)', [runId]);
});

describe('listRuns by verdict', () => {
  test.for(NAMES)('finds the runs that are %s', async (name) => {
    const { runs } = await reader.listRuns({ verdict: [name] });
    const extra = name === 'stuck' ? ['stuck-pausing'] : [];
    expect(runs.map(({ subject }) => subject)).toEqual([...extra, `${name}-2`, `${name}-1`, `${name}-0`]);
    for (const run of runs) expect(run.verdict.name).toBe(name);
  });

  test('pages through several verdicts, of runs in hand and of others, once each', async () => {
    const verdict = ['orphaned', 'failed', 'quiet', 'queued'] as const;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await reader.listRuns({ verdict, limit: 5, cursor });
      expect(page.runs).toHaveLength(page.nextCursor === null ? 2 : 5);
      seen.push(...page.runs.map(({ subject }) => subject));
      cursor = page.nextCursor;
    } while (cursor !== null);
    const expected = NAMES.filter((name) => verdict.some((wanted) => wanted === name)).toReversed();
    expect(seen).toEqual([2, 1, 0].flatMap((n) => expected.map((name) => `${name}-${n}`)));
  });

  test('combines with status and pipeline', async () => {
    expect((await reader.listRuns({ verdict: ['stuck'], status: ['pausing'] })).runs).toHaveLength(1);
    expect((await reader.listRuns({ verdict: ['stuck'], status: ['succeeded'] })).runs).toEqual([]);
    expect((await reader.listRuns({ verdict: ['stuck'], pipeline: 'recording' })).runs).toEqual([]);
    expect((await reader.listRuns({ verdict: [] })).runs).toEqual([]);
  });
});

describe('countRuns', () => {
  test('counts every run once by status and once by verdict', async () => {
    const counts = await reader.countRuns();
    expect(counts).toEqual({
      total: NAMES.length * RUNS_OF_EACH + 1,
      byStatus: { queued: 3, running: 15, pausing: 4, paused: 3, cancelling: 0, cancelled: 3, succeeded: 3, failed: 3 },
      byVerdict: { ...Object.fromEntries(NAMES.map((name) => [name, RUNS_OF_EACH])), stuck: 4 },
      waiting: 0,
      byPipeline: new Map([['episode', counts.byVerdict]]),
    });
  });

  test('counts those of each pipeline', async () => {
    const { byVerdict: before } = await reader.countRuns();
    const ended = await makeRun(db.pool(), { pipeline: 'content', subject: 'one' });
    await setDbosStatus(db, ended.runId, 'SUCCESS');
    await makeRun(db.pool(), { pipeline: 'content', subject: 'two' }, 'ENQUEUED');
    const { byPipeline, byVerdict } = await reader.countRuns();
    expect(byPipeline.get('episode')).toEqual(before);
    expect(byPipeline.get('content')).toEqual({ ...NONE, succeeded: 1, queued: 1 });
    expect(byVerdict).toEqual({ ...before, succeeded: before.succeeded + 1, queued: before.queued + 1 });
  });

  test('counts those of one pipeline', async () => {
    const { runId } = await makeRun(db.pool(), { pipeline: 'recording', subject: 'one' });
    await setDbosStatus(db, runId, 'SUCCESS');
    const { total, byStatus, byVerdict, byPipeline } = await reader.countRuns({ pipeline: 'recording' });
    expect(total).toBe(1);
    expect(byStatus).toMatchObject({ succeeded: 1, failed: 0 });
    expect(byVerdict).toMatchObject({ succeeded: 1, working: 0 });
    expect(byPipeline).toEqual(new Map([['recording', byVerdict]]));
    expect(await reader.countRuns({ pipeline: 'x'.repeat(10_000) })).toMatchObject({ total: 0, waiting: 0 });
  });

  test('leaves out workflows of DBOS that are no runs', async () => {
    const { total, byStatus } = await reader.countRuns();
    await db.query(
      `INSERT INTO dbos.workflow_status (workflow_uuid, status) VALUES ('foreign-1', 'ERROR'), ('foreign-2', 'SUCCESS')`,
    );
    expect(await reader.countRuns()).toMatchObject({ total, byStatus });
  });

  test('counts those that wait to be told something, as the list finds them', async () => {
    const question = { key: 'which', question: { text: 'Which?', answer: { type: 'text' } }, step: 'download' };
    const ask = async (subject: string, status: string) => {
      const { runId } = await makeRun(db.pool(), { pipeline: 'asking', subject }, status);
      await db.query(
        `UPDATE telltale.progress SET question = $2, control = 'pause', control_at = now() WHERE run_id = $1`,
        [runId, JSON.stringify({ ...question, at: '2026-11-21T03:00:00Z' })],
      );
    };
    await ask('paused', 'CANCELLED');
    await ask('also-paused', 'CANCELLED');
    await ask('not-paused-yet', 'PENDING');
    await makeRun(db.pool(), { pipeline: 'asking', subject: 'not-asking' }, 'CANCELLED');
    expect((await reader.countRuns({ pipeline: 'asking' })).waiting).toBe(2);
    expect((await reader.listRuns({ pipeline: 'asking', waiting: true })).runs).toHaveLength(2);
    expect((await reader.countRuns({ pipeline: 'episode' })).waiting).toBe(0);
    expect((await reader.countRuns()).waiting).toBe(2);
  });
});
