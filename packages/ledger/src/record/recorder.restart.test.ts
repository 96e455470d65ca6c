import { testDatabase } from '@telltale/testing';
import { startPostgres } from '@telltale/testing/postgres';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { migrateDbos } from '../../test/migrate-dbos.ts';
import { eventsOf, makeRun } from '../../test/runs.ts';
import { migrate } from '../migrate/migrate.ts';
import { openRecorder } from './recorder.ts';

const unmigrated = testDatabase({ empty: true });

test('a database that restarts, crashes and comes back keeps every item that was acknowledged, once', async () => {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  await migrateDbos(server.url);
  await migrate(server.url);
  const pool = new pg.Pool({ connectionString: server.url });
  pool.on('error', () => undefined);
  onTestFinished(() => pool.end());
  const { runId, owner } = await makeRun(pool);
  const recorder = await openRecorder({ url: server.url, retryMs: 10, maxRetryMs: 50 });
  onTestFinished(() => recorder.close());
  const run = recorder.run(runId, { owner });

  let ended = false;
  const acknowledged: string[] = [];
  const lanes = Array.from({ length: 20 }, async (_, lane) => {
    for (let n = 0; !ended; n += 1) {
      const key = `${lane}-${n}`;
      await run.finishItem({ type: 'item.succeeded', step: 'transcribe', item: key, data: {} });
      acknowledged.push(key);
    }
  });
  const moreThan = async (count: number) => {
    while (acknowledged.length < count) await run.flushed();
  };
  await moreThan(100);
  await server.restart({ mode: 'fast' });
  await moreThan(acknowledged.length + 100);
  await server.restart({ mode: 'immediate' });
  await moreThan(acknowledged.length + 100);
  await server.kill();
  await server.start();
  await moreThan(acknowledged.length + 100);
  ended = true;
  await Promise.all(lanes);

  const events = await eventsOf(pool, runId);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(
    events
      .slice(1)
      .map(({ item }) => item)
      .sort(),
  ).toEqual(acknowledged.sort());
  const { rows } = await pool.query('SELECT count(*)::integer AS items FROM telltale.item');
  expect(rows).toEqual([{ items: acknowledged.length }]);
});

test('a database that was not migrated is refused when the recorder opens, with what to do', async () => {
  await expect(openRecorder({ url: unmigrated.url })).rejects.toMatchObject({
    code: 'schema_outdated',
    hint: expect.stringContaining('migrate'),
  });
});
