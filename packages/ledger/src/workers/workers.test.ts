import { testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { giveTo, makeRun } from '../../test/runs.ts';
import { heartbeat, listWorkers, markWorkerStopped, registerWorker } from './workers.ts';

const db = testDatabase();
let pool: pg.Pool;
const WORKER = { workerId: 'w-1', host: 'here', pid: 42, version: '1.2.3', queues: ['episode', 'recording'] };

beforeAll(() => {
  pool = db.pool();
});

async function sleep(workerId: string, seconds: number): Promise<void> {
  await db.query('UPDATE telltale.worker SET heartbeat_at = now() - make_interval(secs => $2) WHERE worker_id = $1', [
    workerId,
    seconds,
  ]);
}

describe('workers', () => {
  test('a registered worker is listed, as alive as its heartbeat', async () => {
    await registerWorker(pool, WORKER);
    await sleep('w-1', 40);
    const [silent] = await listWorkers(pool);
    expect(silent).toEqual({
      ...WORKER,
      startedAt: expect.stringMatching(/Z$/),
      heartbeatAt: expect.stringMatching(/Z$/),
      silentMs: expect.closeTo(40_000, -4),
      stoppedAt: null,
      inHand: 0,
    });
    expect(await heartbeat(pool, 'w-1')).toBe(true);
    expect((await listWorkers(pool))[0]?.silentMs).toBeLessThan(30_000);
  });

  test('each has so many runs in hand as it has taken and not let go of', async () => {
    await registerWorker(pool, { ...WORKER, workerId: 'busy' });
    await registerWorker(pool, { ...WORKER, workerId: 'idle' });
    for (const status of ['PENDING', 'PENDING', 'SUCCESS', 'CANCELLED', 'ENQUEUED']) {
      await giveTo(pool, (await makeRun(pool, {}, status)).runId, 'busy');
    }
    const inHand = async () =>
      (await listWorkers(pool)).flatMap(({ workerId, inHand: runs }) => (workerId === 'w-1' ? [] : { workerId, runs }));
    expect(await inHand()).toEqual([
      { workerId: 'busy', runs: 2 },
      { workerId: 'idle', runs: 0 },
    ]);
    // DBOS's word counts, a moment before the trace names a worker.
    await db.query(`UPDATE dbos.workflow_status SET executor_id = 'idle' WHERE status = 'PENDING'`);
    expect((await inHand()).map(({ runs }) => runs)).toEqual([0, 2]);
    await markWorkerStopped(pool, 'busy');
    await markWorkerStopped(pool, 'idle');
  });

  test('a heartbeat tells that the worker is not known, or counts as stopped', async () => {
    expect(await heartbeat(pool, 'nobody')).toBe(false);
    await registerWorker(pool, { ...WORKER, workerId: 'w-2' });
    await markWorkerStopped(pool, 'w-2');
    expect(await heartbeat(pool, 'w-2')).toBe(false);
  });

  test('one that stopped is listed only for who asks, and keeps the time at which it stopped', async () => {
    await registerWorker(pool, { ...WORKER, workerId: 'w-3' });
    await markWorkerStopped(pool, 'w-3');
    expect((await listWorkers(pool)).map(({ workerId }) => workerId)).not.toContain('w-3');
    const find = async () =>
      (await listWorkers(pool, { stopped: true })).find(({ workerId }) => workerId === 'w-3')?.stoppedAt;
    const stoppedAt = await find();
    expect(stoppedAt).toMatch(/Z$/);
    await markWorkerStopped(pool, 'w-3');
    expect(await find()).toBe(stoppedAt);
  });

  test('one that registers again is back at work', async () => {
    await registerWorker(pool, { ...WORKER, workerId: 'w-4' });
    await markWorkerStopped(pool, 'w-4');
    await registerWorker(pool, { ...WORKER, workerId: 'w-4', pid: 43 });
    expect(await heartbeat(pool, 'w-4')).toBe(true);
    expect((await listWorkers(pool)).find(({ workerId }) => workerId === 'w-4')).toMatchObject({
      pid: 43,
      stoppedAt: null,
    });
  });

  test('an id can be taken from a worker that died, and not from one that is alive', async () => {
    const worker = { ...WORKER, workerId: 'w-6' };
    expect(await registerWorker(pool, worker)).toBe(true);
    expect(await registerWorker(pool, { ...worker, pid: 43 })).toBe(false);
    expect((await listWorkers(pool)).find(({ workerId }) => workerId === 'w-6')).toMatchObject({ pid: 42 });
    await sleep('w-6', 40);
    expect(await registerWorker(pool, { ...worker, pid: 43 })).toBe(true);
  });

  test('of processes that take one id at once, one gets it', async () => {
    const worker = { ...WORKER, workerId: 'w-7' };
    const given = await Promise.all(
      Array.from({ length: 8 }, (_, pid) => registerWorker(pool, { ...worker, pid: pid + 1 })),
    );
    expect(given.filter((mine) => mine)).toHaveLength(1);
  });

  test('heartbeats stay on the page of their row', async () => {
    await registerWorker(pool, { ...WORKER, workerId: 'w-5' });
    const client = await db.connect();
    const updates = async () => {
      await client.query('SELECT pg_stat_force_next_flush()');
      const { rows } = await client.query<{ all: string; hot: string }>(
        `SELECT n_tup_upd AS all, n_tup_hot_upd AS hot FROM pg_stat_user_tables WHERE relname = 'worker'`,
      );
      return { all: Number(rows[0]?.all), hot: Number(rows[0]?.hot) };
    };
    const beat = `UPDATE telltale.worker SET heartbeat_at = now() WHERE worker_id = 'w-5' AND stopped_at IS NULL`;
    const before = await updates();
    for (let n = 0; n < 100; n += 1) await client.query(beat);
    const after = await updates();
    expect(after.all - before.all).toBe(100);
    // A snapshot that somebody else holds keeps the dead rows of that moment, and then the page may be full.
    expect(after.hot - before.hot).toBeGreaterThan(90);
  });
});
