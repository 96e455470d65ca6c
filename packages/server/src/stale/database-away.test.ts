import { createPool, setUpDatabase } from '@telltale/engine/client';
import { startPostgres } from '@telltale/testing/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { errorOf, TestServer } from '../../test/server.ts';

test('through an outage of the database, what was read is answered again, and nothing else pretends to work', async () => {
  const postgres = await startPostgres({ fsync: false });
  onTestFinished(() => postgres.stop());
  await setUpDatabase(postgres.url);
  const pool = createPool({ connectionString: postgres.url });
  const server = new TestServer(() => pool);
  await server.open();
  onTestFinished(async () => {
    await server.close();
    await pool.end();
  });
  const runId = await server.start();
  const fresh = await server.ok('listRuns');
  await server.ok('getCurrent', { params: { runId } });
  expect(await server.ok('getStatus')).toMatchObject({ database: { state: 'up' } });
  expect((await server.request('/readyz')).status).toBe(200);

  await postgres.halt();
  const stale = await server.ok('listRuns');
  expect(stale).toMatchObject({
    runs: fresh.runs,
    stale: { code: 'database_unreachable', message: expect.any(String) },
  });
  expect(await server.ok('getCurrent', { params: { runId } })).toMatchObject({
    runId,
    stale: { since: expect.any(String) },
  });
  const error = await errorOf(await server.request('/api/v1/runs?limit=7'));
  expect(error).toMatchObject({
    status: 503,
    code: 'database_unreachable',
    message: 'The database cannot be reached.',
  });
  expect(JSON.stringify([stale, error])).not.toMatch(/127\.0\.0\.1|postgres/);
  expect(await server.error('pauseRun', { params: { runId }, body: {} })).toMatchObject({ status: 503 });
  expect(await server.error('downloadEvents', { params: { runId } })).toMatchObject({ status: 503 });

  await postgres.start();
  const after = await server.ok('listRuns');
  expect(after.stale).toBeUndefined();
  expect(after.runs.map(({ runId: id }) => id)).toEqual([runId]);
});
