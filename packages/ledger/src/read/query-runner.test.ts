import { startProxy, testDatabase } from '@telltale/testing';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { QueryRunner } from './query-runner.ts';
import { createReader } from './reader.ts';

const db = testDatabase();

function poolOf(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 1 });
  pool.on('error', () => undefined);
  onTestFinished(() => pool.end());
  return pool;
}

describe('what is wrong with the database is told in a typed error', () => {
  test('nobody listens', async () => {
    const url = new URL(db.url);
    url.port = '1';
    const reader = createReader(poolOf(url.href));
    const unreachable = {
      code: 'database_unreachable',
      message: expect.stringContaining('nothing listens on that port'),
    };
    await expect(reader.getRun('x')).rejects.toMatchObject(unreachable);
    await expect(reader.countRuns()).rejects.toMatchObject(unreachable);
  });

  test('the connection is cut under a query, and the pool works again with the next', async () => {
    const proxy = await startProxy({ target: db.url });
    const reader = createReader(poolOf(proxy.url));
    expect(await reader.getRun('x')).toBeNull();
    await Promise.all([
      proxy.loseAnswerTo('telltale:get-run'),
      expect(reader.getRun('x')).rejects.toMatchObject({ code: 'database_unreachable', retryable: true }),
    ]);
    await proxy.restore();
    expect(await reader.getRun('x')).toBeNull();
  });

  test('the query takes longer than it may', async () => {
    const runner = new QueryRunner(db.pool({ statement_timeout: 20 }));
    await expect(runner.rows({ text: 'SELECT pg_sleep(10)', values: [] })).rejects.toMatchObject({
      code: 'ledger_query_failed',
      retryable: true,
      details: { sqlState: '57014' },
    });
  });

  test('the user may not read the ledger', async () => {
    await db.query('DROP ROLE IF EXISTS ledger_stranger');
    await db.query('CREATE ROLE ledger_stranger');
    const pool = db.pool({ max: 1 });
    await pool.query('SET ROLE ledger_stranger');
    await expect(createReader(pool).listRuns()).rejects.toMatchObject({
      code: 'ledger_query_failed',
      hint: expect.stringContaining('Grant'),
    });
    await pool.query('RESET ROLE');
    await db.query('DROP ROLE ledger_stranger');
  });

  test('the ledger is not there', async () => {
    const url = new URL(db.url);
    url.pathname = '/postgres';
    await expect(createReader(poolOf(url.href)).listRuns()).rejects.toMatchObject({
      code: 'ledger_query_failed',
      hint: expect.stringContaining('migrate'),
    });
  });
});

describe('snapshot', () => {
  test('shows one moment to all its statements, and releases its connection', async () => {
    const pool = db.pool({ max: 1 });
    const other = await db.connect();
    const count = { text: 'SELECT count(*)::integer AS n FROM telltale.worker', values: [] };
    const seen = await new QueryRunner(pool).snapshot(async (snapshot) => {
      const before = await snapshot.rows<{ n: number }>(count);
      await other.query(
        `INSERT INTO telltale.worker (worker_id, host, pid, version, queues) VALUES ('w', 'h', 1, '1', '{}')`,
      );
      return [before, await snapshot.rows<{ n: number }>(count)];
    });
    expect(seen).toEqual([[{ n: 0 }], [{ n: 0 }]]);
    expect(pool.idleCount).toBe(1);
  });

  test('gives on what its work throws, and leaves the connection fit for use', async () => {
    const runner = new QueryRunner(db.pool({ max: 1 }));
    const work = runner.snapshot(async () => {
      throw new RangeError('mine');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(await runner.rows({ text: 'SELECT 1 AS one', values: [] })).toEqual([{ one: 1 }]);
  });
});
