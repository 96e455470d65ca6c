import { createClient, definePipeline } from '@telltale/engine';
import { registerWorker } from '@telltale/ledger';
import { startProxy, testDatabase } from '@telltale/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { valueIn } from '../../test/series.ts';
import { createMetrics } from './create-metrics.ts';

const db = testDatabase();

const waiting = definePipeline({
  name: 'waiting',
  version: '1',
  input: z.object({ subject: z.string() }),
  subject: ({ subject }) => subject,
  steps: ['wait'],
  run: () => undefined,
});

let submitted = 0;

async function submit(): Promise<void> {
  submitted += 1;
  await using client = await createClient({ url: db.url, pipelines: [waiting] });
  await client.submit(waiting, { subject: `subject-${submitted}` });
}

const RUNS = 'telltale_runs{pipeline="waiting",verdict="queued"}';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** What was read counts as new for five seconds. */
function makeOld(): void {
  vi.advanceTimersByTime(5_000);
}

test('runs, queues and workers are counted', async () => {
  await submit();
  await submit();
  await db.query(
    `UPDATE dbos.workflow_status SET updated_at = updated_at - 60000, created_at = created_at - 60000 WHERE queue_name = 'waiting'`,
  );
  const pool = db.pool();
  const worker = { host: 'h', pid: 1, version: '0', queues: ['waiting'] };
  await registerWorker(pool, { ...worker, workerId: 'alive' });
  await registerWorker(pool, { ...worker, workerId: 'silent' });
  await db.query(`UPDATE telltale.worker SET heartbeat_at = now() - interval '41 s' WHERE worker_id = 'silent'`);
  const metrics = createMetrics({ version: '1' });
  metrics.database({ pool });
  const text = await metrics.text();
  expect(valueIn(text, RUNS)).toBe(2);
  expect(valueIn(text, 'telltale_runs{pipeline="waiting",verdict="stuck"}')).toBe(0);
  expect(valueIn(text, 'telltale_queue_runs{queue="waiting"}')).toBe(2);
  expect(valueIn(text, 'telltale_queue_workers{queue="waiting"}')).toBe(1);
  expect(valueIn(text, 'telltale_queue_oldest_seconds{queue="waiting"}')).toBeGreaterThanOrEqual(60);
  expect(valueIn(text, 'telltale_workers{state="alive"}')).toBe(1);
  expect(valueIn(text, 'telltale_workers{state="silent"}')).toBe(1);
  expect(valueIn(text, 'telltale_database_up')).toBe(1);
});

test('however many ask, the database is asked once in five seconds', async () => {
  const pool = db.pool();
  const connect = vi.spyOn(pool, 'connect');
  const metrics = createMetrics({ version: '1' });
  metrics.database({ pool });
  await Promise.all([metrics.text(), metrics.text(), metrics.text()]);
  const once = connect.mock.calls.length;
  await metrics.text();
  expect(connect.mock.calls.length).toBe(once);
  makeOld();
  await metrics.text();
  expect(connect.mock.calls.length).toBe(2 * once);
});

test('what is not there any more is not told any more', async () => {
  const metrics = createMetrics({ version: '1' });
  metrics.database({ pool: db.pool() });
  await submit();
  expect(valueIn(await metrics.text(), 'telltale_queue_runs{queue="waiting"}')).toBeGreaterThan(0);
  await db.query(`DELETE FROM dbos.workflow_status WHERE queue_name = 'waiting'`);
  await db.query(`UPDATE telltale.worker SET stopped_at = now()`);
  makeOld();
  expect(valueIn(await metrics.text(), 'telltale_queue_runs{queue="waiting"}')).toBeUndefined();
});

test('while the database is away the last figures stay, and it is said to be down', async () => {
  const proxy = await startProxy({ target: db.url });
  const pool = db.pool({ connectionString: proxy.url });
  const metrics = createMetrics({ version: '1' });
  metrics.database({ pool });
  await submit();
  const queued = valueIn(await metrics.text(), RUNS);
  expect(queued).toBeGreaterThan(0);
  await submit();
  await proxy.refuse();
  proxy.cut();
  makeOld();
  const away = await metrics.text();
  expect(valueIn(away, 'telltale_database_up')).toBe(0);
  expect(valueIn(away, RUNS)).toBe(queued);
  await proxy.restore();
  makeOld();
  const back = await metrics.text();
  expect(valueIn(back, 'telltale_database_up')).toBe(1);
  expect(valueIn(back, RUNS)).toBe(Number(queued) + 1);
});

test('a database that does not answer holds a scrape up for three seconds, and is asked no second time meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  const proxy = await startProxy({ target: db.url });
  const pool = db.pool({ connectionString: proxy.url });
  const connect = vi.spyOn(pool, 'connect');
  const metrics = createMetrics({ version: '1' });
  metrics.database({ pool });
  proxy.blackhole();
  const texts = [metrics.text(), metrics.text()];
  await vi.advanceTimersByTimeAsync(3_000);
  for (const text of await Promise.all(texts)) expect(valueIn(text, 'telltale_database_up')).toBe(0);
  const asked = connect.mock.calls.length;
  const later = metrics.text();
  await vi.advanceTimersByTimeAsync(3_000);
  await later;
  expect(connect.mock.calls.length).toBe(asked);
  vi.useRealTimers();
  await proxy.restore();
  expect(valueIn(await metrics.text(), 'telltale_database_up')).toBe(1);
});

test('of queues that share the label `other` the longest wait is told', async () => {
  const queues = Array.from({ length: 100 }, (_, n) => `queue-${n}`);
  await registerWorker(db.pool(), { workerId: 'of-many', host: 'h', pid: 1, version: '0', queues });
  const metrics = createMetrics({ version: '1' });
  metrics.database({ pool: db.pool() });
  await db.query(`DELETE FROM dbos.workflow_status`);
  await metrics.text();
  for (const waitedMs of [100_000, 2_000]) {
    await submit();
    await db.query(
      `UPDATE dbos.workflow_status SET queue_name = 'waiting-' || $1::bigint, updated_at = updated_at - $1::bigint, created_at = created_at - $1::bigint
        WHERE queue_name = 'waiting'`,
      [waitedMs],
    );
  }
  makeOld();
  const text = await metrics.text();
  expect(valueIn(text, 'telltale_queue_runs{queue="other"}')).toBe(2);
  expect(valueIn(text, 'telltale_queue_oldest_seconds{queue="other"}')).toBeGreaterThanOrEqual(100);
});
