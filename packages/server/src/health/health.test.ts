import { createPool } from '@telltale/engine/client';
import { testDatabase } from '@telltale/testing';
import type { Pool } from 'pg';
import { describe, expect, test } from 'vitest';
import { Health } from './health.ts';
import { healthRoutes } from './health-routes.ts';

const db = testDatabase();

/** A pool that fails, and works again, on command. */
function setUp() {
  const clock = { now: Date.UTC(2026, 10, 21) };
  const state: { error: Error | null; asked: number } = { error: null, asked: 0 };
  const real = db.pool();
  const pool = {
    options: real.options,
    totalCount: 0,
    query: (...args: Parameters<Pool['query']>) => {
      state.asked += 1;
      return state.error === null ? real.query(...args) : Promise.reject(state.error);
    },
  } as unknown as Pool;
  return { clock, state, health: new Health({ pool, now: () => clock.now }), later: () => (clock.now += 1_000) };
}

const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });

describe('health', () => {
  test('says since when the database is away, and that it is back', async () => {
    const { health, state, later } = setUp();
    expect(await health.report()).toMatchObject({
      isReady: true,
      database: { state: 'up' },
      workers: { alive: 0, silent: 0 },
    });
    state.error = refused;
    later();
    const away = { state: 'away', since: '2026-11-21T00:00:01.000Z', message: 'The database cannot be reached.' };
    expect(await health.report()).toEqual({ isReady: false, database: away, workers: { alive: 0, silent: 0 } });
    later();
    expect((await health.report()).database).toEqual(away);
    state.error = null;
    later();
    expect((await health.report()).database).toEqual({ state: 'up', since: '2026-11-21T00:00:03.000Z', message: null });
  });

  test('never knew of workers while it never saw the database', async () => {
    const { health, state } = setUp();
    state.error = refused;
    expect((await health.report()).workers).toBeNull();
  });

  test('is looked for once a second, whoever asks', async () => {
    const { health, state, later } = setUp();
    await Promise.all([health.report(), health.report()]);
    await health.report();
    const once = state.asked;
    later();
    await health.report();
    expect(state.asked).toBe(2 * once);
  });
});

describe('what watches over the process', () => {
  test('hears that it is up, whatever the database does, and why it cannot work', async () => {
    const { health, state } = setUp();
    state.error = refused;
    const app = healthRoutes(health);
    expect((await app.request('/healthz')).status).toBe(200);
    const response = await app.request('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'not ready', reasons: ['The database cannot be reached.'] });
  });

  test('hears of tables that this version does not know', async () => {
    const pool = createPool({ connectionString: db.url });
    await pool.query('UPDATE telltale.migration SET breaking = true');
    await pool.query(
      `INSERT INTO telltale.migration SELECT (jsonb_populate_record(m, '{"version": 999999}')).* FROM telltale.migration m LIMIT 1`,
    );
    const response = await healthRoutes(new Health({ pool, now: Date.now })).request('/readyz');
    await pool.end();
    expect(await response.json()).toEqual({
      status: 'not ready',
      reasons: [expect.stringContaining('newer than this server knows')],
    });
  });
});
