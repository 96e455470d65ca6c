import { runChild, testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { setDbosStatus } from '../../test/dbos-status.ts';
import { makeRun } from '../../test/runs.ts';
import { createReader, type Reader } from '../read/reader.ts';
import { type PruneCounts, prune } from './prune.ts';

const db = testDatabase();
let pool: pg.Pool;
let reader: Reader;

const OLD = new Date('2026-01-01T00:00:00.000Z');
const BEFORE = '2026-06-01T00:00:00.000Z';
const RECENT = new Date('2026-07-01T00:00:00.000Z');
const ROWS = { events: 100, items: 50, actions: 20, artifacts: 10, steps: 3 };

beforeEach(async () => {
  pool ??= db.pool();
  reader ??= createReader(pool);
  await db.query(`
    TRUNCATE telltale.progress, telltale.event, telltale.item, telltale.action, telltale.artifact, telltale.step_run, telltale.worker;
    TRUNCATE dbos.workflow_status, dbos.workflow_input, dbos.workflow_output, dbos.operation_outputs CASCADE`);
});

/** A run with rows in every table of the ledger and of DBOS. */
async function fullRun(
  subject: string,
  status: string,
  at: Date,
  control: 'pause' | 'cancel' | null = null,
): Promise<string> {
  const { runId } = await makeRun(pool, { subject });
  await setDbosStatus(db, runId, status, at);
  await db.query(
    `WITH run AS (
       UPDATE telltale.progress SET last_seq = ${ROWS.events}, control = $2::text, control_at = CASE WHEN $2::text IS NOT NULL THEN now() END
        WHERE run_id = $1 RETURNING run
     ), events AS (
       INSERT INTO telltale.event (run, at, seq, type, data) SELECT run, now(), n, 'log.written', '{}' FROM run, generate_series(2, ${ROWS.events}) n
     ), items AS (
       INSERT INTO telltale.item (run, step, key, outcome) SELECT run, 'embed', 'k' || n, 'succeeded' FROM run, generate_series(1, ${ROWS.items}) n
     ), actions AS (
       INSERT INTO telltale.action (run, seq, action_id, tool, outcome, started_at, finished_at)
       SELECT run, n, 'a' || n, 'click', 'success', now(), now() FROM run, generate_series(1, ${ROWS.actions}) n
     ), artifacts AS (
       INSERT INTO telltale.artifact (run, artifact_id, kind, name, location, bytes, sha256, stored_at)
       SELECT run, 'a' || n, 'audio', 'n', 'l', 1, repeat('a', 64), now() FROM run, generate_series(1, ${ROWS.artifacts}) n
     )
     INSERT INTO telltale.step_run (run, step, attempt, number, pipeline, started_at)
     SELECT run, 'embed', n, 1, 'episode', now() FROM run, generate_series(1, ${ROWS.steps}) n`,
    [runId, control],
  );
  await db.query(
    `WITH i AS (INSERT INTO dbos.workflow_input (workflow_uuid, inputs) VALUES ($1, '[]')),
          o AS (INSERT INTO dbos.workflow_output (workflow_uuid, output) VALUES ($1, '{}')),
          e AS (INSERT INTO dbos.workflow_events (workflow_uuid, key, value) VALUES ($1, 'k', 'v'))
     INSERT INTO dbos.operation_outputs (workflow_uuid, function_id) SELECT $1, n FROM generate_series(0, 4) n`,
    [runId],
  );
  return runId;
}

/** How many rows there are of each table. */
async function rowsLeft(): Promise<Record<string, number>> {
  const tables = [
    ...['progress', 'event', 'item', 'action', 'artifact', 'step_run', 'worker'].map((name) => `telltale.${name}`),
    ...['workflow_status', 'workflow_input', 'workflow_output', 'workflow_events', 'operation_outputs'].map(
      (name) => `dbos.${name}`,
    ),
  ];
  const counts = tables.map((table) => `(SELECT count(*)::integer FROM ${table}) AS "${table}"`);
  const { rows } = await db.query<Record<string, number>>(`SELECT ${counts.join(', ')}`);
  return rows[0] ?? {};
}

const NOTHING_LEFT = {
  'telltale.progress': 0,
  'telltale.event': 0,
  'telltale.item': 0,
  'telltale.action': 0,
  'telltale.artifact': 0,
  'telltale.step_run': 0,
  'telltale.worker': 0,
  'dbos.workflow_status': 0,
  'dbos.workflow_input': 0,
  'dbos.workflow_output': 0,
  'dbos.workflow_events': 0,
  'dbos.operation_outputs': 0,
};

describe('prune', () => {
  test('removes runs that ended before the moment, with all that the ledger and DBOS know of them', async () => {
    for (const [index, status] of ['SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'].entries()) {
      await fullRun(`old-${index}`, status, OLD, status === 'CANCELLED' ? 'cancel' : null);
    }
    const result = await prune(pool, { endedBefore: BEFORE });
    expect(result).toEqual({
      finished: true,
      runs: 4,
      events: 400,
      items: 200,
      actions: 80,
      artifacts: 40,
      steps: 12,
      workers: 0,
    });
    expect(await rowsLeft()).toEqual(NOTHING_LEFT);
  });

  test('never gives a number again, whatever became of the runs before', async () => {
    await fullRun('numbered', 'SUCCESS', OLD);
    await prune(pool, { endedBefore: BEFORE });
    const { runId } = await makeRun(pool, { subject: 'numbered' }, 'SUCCESS');
    expect(runId).toBe('episode-numbered-run-2');
    await db.query(`UPDATE dbos.workflow_status SET completed_at = 1 WHERE workflow_uuid = $1`, [runId]);
    await prune(pool, { endedBefore: BEFORE });
    expect((await makeRun(pool, { subject: 'numbered' }, 'SUCCESS')).runId).toBe('episode-numbered-run-3');
  });

  test('keeps every run that has not ended, however old, and every one that ended later', async () => {
    const kept = [
      await fullRun('queued', 'ENQUEUED', OLD),
      await fullRun('delayed', 'DELAYED', OLD),
      await fullRun('running', 'PENDING', OLD),
      await fullRun('pausing', 'PENDING', OLD, 'pause'),
      await fullRun('paused', 'CANCELLED', OLD, 'pause'),
      await fullRun('recent', 'SUCCESS', RECENT),
      await fullRun('at-the-moment', 'SUCCESS', new Date(BEFORE)),
    ];
    const before = await rowsLeft();
    expect(await prune(pool, { endedBefore: BEFORE })).toMatchObject({ finished: true, runs: 0, events: 0 });
    expect(await rowsLeft()).toEqual(before);
    for (const runId of kept) expect((await reader.readEvents(runId)).reset).toBe(false);
  });

  test('removes no more rows in a transaction than it was told', async () => {
    await fullRun('one', 'SUCCESS', OLD);
    await fullRun('two', 'SUCCESS', OLD);
    const progress: PruneCounts[] = [];
    await prune(pool, { endedBefore: BEFORE, batchRows: 30, onProgress: (soFar) => progress.push(soFar) });
    const sizes = progress.map((counts, index) => total(counts) - total(progress[index - 1]));
    expect(Math.max(...sizes)).toBe(30);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2 * (100 + 50 + 20 + 10 + 3));
    expect(await rowsLeft()).toEqual(NOTHING_LEFT);
  });

  test('takes the history out of sight with the first batch, so that a reader is told of a reset', async () => {
    const runId = await fullRun('one', 'SUCCESS', OLD);
    const abort = new AbortController();
    const result = await prune(pool, {
      endedBefore: BEFORE,
      batchRows: 10,
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    expect(result).toMatchObject({ finished: false, runs: 0, events: 10 });
    expect(await reader.readEvents(runId, { after: 50 })).toEqual({
      events: [],
      firstSeq: 101,
      lastSeq: 100,
      reset: true,
    });
    expect(await reader.getRun(runId)).toMatchObject({ state: 'succeeded', firstSeq: 101 });
  });

  test('can be stopped after any batch, and the next call does the rest', async () => {
    for (const subject of ['one', 'two']) await fullRun(subject, 'SUCCESS', OLD);
    let calls = 0;
    for (let finished = false; !finished; calls += 1) {
      const abort = new AbortController();
      ({ finished } = await prune(pool, {
        endedBefore: BEFORE,
        batchRows: 25,
        signal: abort.signal,
        onProgress: () => abort.abort(),
      }));
      const left = await rowsLeft();
      // A run goes as a whole in the end: here and in DBOS at once.
      expect(left['dbos.workflow_status']).toBe(left['telltale.progress']);
      expect(left['dbos.operation_outputs']).toBe(5 * Number(left['telltale.progress']));
    }
    expect(calls).toBeGreaterThan(10);
    expect(await rowsLeft()).toEqual(NOTHING_LEFT);
  });

  test('does nothing with a signal that has come already', async () => {
    await fullRun('one', 'SUCCESS', OLD);
    expect(await prune(pool, { endedBefore: BEFORE, signal: AbortSignal.abort() })).toMatchObject({
      finished: false,
      events: 0,
    });
  });

  test('survives being killed between any two batches', { timeout: 30_000 }, async () => {
    for (let n = 0; n < 8; n += 1) await fullRun(`run-${n}`, 'SUCCESS', OLD);
    for (let batches = 1; batches <= 4; batches += 1) {
      const child = runChild<{ type: 'batch' }>(new URL('fixtures/pruning-process.ts', import.meta.url), {
        args: [db.url, BEFORE, '5'],
      });
      for (let n = 0; n < batches; n += 1) await child.message('batch');
      await child.kill();
    }
    await prune(pool, { endedBefore: BEFORE, batchRows: 40 });
    expect(await rowsLeft()).toEqual(NOTHING_LEFT);
  });

  test('four at once remove each row once', async () => {
    for (let n = 0; n < 12; n += 1) await fullRun(`run-${n}`, 'SUCCESS', OLD);
    const results = await Promise.all(
      Array.from({ length: 4 }, () => prune(pool, { endedBefore: BEFORE, batchRows: 20 })),
    );
    const last = await prune(pool, { endedBefore: BEFORE });
    const sum = [...results, last].reduce((all, { runs, events, items }) => all + runs * 1e6 + events * 1e3 + items, 0);
    expect(sum).toBe(12 * (1e6 + 100e3 + 50));
    expect(await rowsLeft()).toEqual(NOTHING_LEFT);
  });

  test('leaves a run alone that is resumed while it is being pruned', async () => {
    const runId = await fullRun('one', 'CANCELLED', OLD);
    const abort = new AbortController();
    await prune(pool, { endedBefore: BEFORE, batchRows: 10, signal: abort.signal, onProgress: () => abort.abort() });
    await setDbosStatus(db, runId, 'ENQUEUED');
    expect(await prune(pool, { endedBefore: BEFORE })).toMatchObject({ finished: true, runs: 0, events: 0 });
    expect(await reader.getRun(runId)).toMatchObject({ state: 'queued' });
  });

  test('passes over a run that somebody holds, and takes it the next time', async () => {
    const runId = await fullRun('held', 'SUCCESS', OLD);
    await fullRun('free', 'SUCCESS', OLD);
    const holder = await db.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM dbos.workflow_status WHERE workflow_uuid = $1 FOR SHARE', [runId]);
    expect(await prune(pool, { endedBefore: BEFORE })).toMatchObject({ finished: true, runs: 1 });
    await holder.query('ROLLBACK');
    expect(await prune(pool, { endedBefore: BEFORE })).toMatchObject({ finished: true, runs: 1 });
  });

  test('removes workers that were last heard from before the moment', async () => {
    await db.query(`
      INSERT INTO telltale.worker (worker_id, host, pid, version, queues, heartbeat_at, stopped_at)
      VALUES ('dead', 'h', 1, '1', '{}', '2026-01-01', NULL), ('stopped', 'h', 1, '1', '{}', '2026-01-01', '2026-01-02'),
             ('alive', 'h', 1, '1', '{}', now(), NULL)`);
    expect(await prune(pool, { endedBefore: BEFORE })).toMatchObject({ workers: 2 });
    expect((await rowsLeft())['telltale.worker']).toBe(1);
  });

  test('a dry run counts what it would remove, and removes nothing', async () => {
    for (const subject of ['one', 'two']) await fullRun(subject, 'SUCCESS', OLD);
    await fullRun('recent', 'SUCCESS', RECENT);
    await db.query(
      `INSERT INTO telltale.worker (worker_id, host, pid, version, queues, heartbeat_at) VALUES ('w', 'h', 1, '1', '{}', '2026-01-01')`,
    );
    const before = await rowsLeft();
    const expected = await prune(pool, { endedBefore: BEFORE, dryRun: true });
    expect(expected).toEqual({
      finished: true,
      runs: 2,
      events: 200,
      items: 100,
      actions: 40,
      artifacts: 20,
      steps: 6,
      workers: 1,
    });
    expect(await rowsLeft()).toEqual(before);
    expect(await prune(pool, { endedBefore: BEFORE })).toEqual(expected);
  });

  test('refuses what cannot be right', async () => {
    await expect(prune(pool, { endedBefore: 'last year' })).rejects.toMatchObject({ code: 'filter_invalid' });
    await expect(prune(pool, { endedBefore: BEFORE, batchRows: 0 })).rejects.toMatchObject({ code: 'filter_invalid' });
  });
});

function total(counts: PruneCounts | undefined): number {
  if (counts === undefined) return 0;
  return counts.events + counts.items + counts.actions + counts.artifacts + counts.steps;
}
