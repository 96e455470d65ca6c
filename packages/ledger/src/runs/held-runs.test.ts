import { ORPHANED_AFTER_MS } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setDbosStatus } from '../../test/dbos-status.ts';
import { giveTo, makeRun } from '../../test/runs.ts';
import { markWorkerStopped, registerWorker } from '../workers/workers.ts';
import { orphanedRuns, queueDepths, runsHeldBy } from './held-runs.ts';

const db = testDatabase();
let pool: pg.Pool;

beforeAll(() => {
  pool = db.pool();
});

beforeEach(async () => {
  await db.query('TRUNCATE telltale.progress, telltale.worker, dbos.workflow_status CASCADE');
});

async function worker(workerId: string, queues: readonly string[] = []): Promise<void> {
  await registerWorker(pool, { workerId, host: 'h', pid: 1, version: '1', queues });
}

async function silence(workerId: string, ms = ORPHANED_AFTER_MS): Promise<void> {
  await pool.query('UPDATE telltale.worker SET heartbeat_at = now() - make_interval(secs => $2) WHERE worker_id = $1', [
    workerId,
    ms / 1000,
  ]);
}

async function runOf(workerId: string, status = 'PENDING'): Promise<string> {
  const { runId } = await makeRun(pool, {}, status);
  await giveTo(pool, runId, workerId);
  return runId;
}

describe('orphanedRuns', () => {
  test('are those whose worker is not known, has stopped, or was not heard from', async () => {
    for (const workerId of ['alive', 'quiet', 'stopped', 'silent']) await worker(workerId);
    await silence('quiet', ORPHANED_AFTER_MS / 2);
    await silence('silent');
    await markWorkerStopped(pool, 'stopped');
    await runOf('alive');
    await runOf('quiet');
    const orphans = [await runOf('stopped'), await runOf('silent'), await runOf('unknown')];
    expect(await orphanedRuns(pool, { limit: 10 })).toEqual(orphans);
    expect(await orphanedRuns(pool, { limit: 2 })).toEqual(orphans.slice(0, 2));
    await worker('stopped');
    expect(await orphanedRuns(pool, { limit: 10 })).toEqual(orphans.slice(1));
  });

  test('are in hand, and the ledger knows them', async () => {
    for (const status of ['ENQUEUED', 'DELAYED', 'CANCELLED', 'SUCCESS', 'ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED']) {
      await runOf('unknown', status);
    }
    await db.query(
      `INSERT INTO dbos.workflow_status (workflow_uuid, status, executor_id) VALUES ('not-ours', 'PENDING', 'unknown')`,
    );
    expect(await orphanedRuns(pool, { limit: 10 })).toEqual([]);
    const nobodys = await makeRun(pool);
    expect(await orphanedRuns(pool, { limit: 10 })).toEqual([nobodys.runId]);
  });
});

describe('runsHeldBy', () => {
  test('gives what a worker has in hand, by whose token, and for how long', async () => {
    const { runId, owner } = await makeRun(pool);
    await setDbosStatus(db, runId, 'PENDING', new Date(Date.now() - 60_000));
    await pool.query(`UPDATE dbos.workflow_status SET executor_id = 'w' WHERE workflow_uuid = $1`, [runId]);
    await runOf('other');
    await runOf('w', 'CANCELLED');
    expect(await runsHeldBy(pool, 'w')).toEqual([{ runId, owner, heldMs: expect.any(Number) }]);
    expect((await runsHeldBy(pool, 'w'))[0]?.heldMs).toBeGreaterThanOrEqual(59_000);
    expect(await runsHeldBy(pool, 'nobody')).toEqual([]);
  });
});

describe('queueDepths', () => {
  test('counts what waits in each queue, for how long, and who listens', async () => {
    await worker('one', ['episode', 'recording']);
    await worker('two', ['episode', 'episode']);
    await worker('silent', ['episode', 'gone']);
    await silence('silent');
    const waiting = [await makeRun(pool, {}, 'ENQUEUED'), await makeRun(pool, {}, 'ENQUEUED')];
    await setDbosStatus(db, String(waiting[1]?.runId), 'ENQUEUED', new Date(Date.now() - 120_000));
    const lonely = await makeRun(pool, {}, 'ENQUEUED');
    await pool.query(`UPDATE dbos.workflow_status SET queue_name = 'lonely' WHERE workflow_uuid = $1`, [lonely.runId]);
    await makeRun(pool);
    await makeRun(pool, {}, 'DELAYED');

    const depths = await queueDepths(pool);
    expect(depths).toEqual([
      { queue: 'episode', queued: 2, oldestMs: expect.any(Number), workers: 2 },
      { queue: 'lonely', queued: 1, oldestMs: expect.any(Number), workers: 0 },
      { queue: 'recording', queued: 0, oldestMs: null, workers: 1 },
    ]);
    expect(depths[0]?.oldestMs).toBeGreaterThanOrEqual(119_000);
  });
});
