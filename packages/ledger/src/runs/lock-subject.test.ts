import { testDatabase, waitForRows } from '@telltale/testing';
import { expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { lockSubject } from './lock-subject.ts';
import { registerRun } from './register-run.ts';
import { inTransaction } from './transaction.ts';

const db = testDatabase();
const pipeline = 'episode';

test('gives the newest run of a subject, and its state', async () => {
  const pool = db.pool();
  const which = { pipeline, subject: 'newest' };
  const newest = () => inTransaction(pool, (transaction) => lockSubject(transaction, which));
  expect(await newest()).toBeNull();
  await makeRun(pool, which, 'SUCCESS');
  const { runId } = await makeRun(pool, which, 'ERROR');
  await makeRun(pool, { ...which, pipeline: 'another' });
  expect(await newest()).toEqual({ runId, state: 'failed' });
});

test('has whoever makes a run of that subject wait until the transaction ends, and nobody else', async () => {
  const pool = db.pool({ max: 4 });
  const which = { pipeline, subject: 'locked' };
  const order: string[] = [];
  const { made } = await inTransaction(pool, async (transaction) => {
    await lockSubject(transaction, which);
    const waiting = await pool.connect();
    const { rows } = await waiting.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await waiting.query('BEGIN');
    const registering = registerRun(waiting, { ...which, version: '1', steps: ['download'] }).then(async () => {
      order.push('made');
      await waiting.query('ROLLBACK');
      waiting.release();
    });
    await waitForRows(pool, { text: `SELECT FROM pg_locks WHERE pid = ${rows[0]?.pid} AND NOT granted` });
    await makeRun(pool, { pipeline, subject: 'another' });
    order.push('free');
    return { made: registering };
  });
  await made;
  expect(order).toEqual(['free', 'made']);
});
