import { testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { createToken } from '../access/tokens.ts';
import { markWorkerStopped, registerWorker } from '../workers/workers.ts';
import { DBOS_TABLES } from './queries.ts';
import { planReset, reset } from './reset.ts';

const shared = testDatabase();
const empty = testDatabase({ empty: true });
let pool: pg.Pool;
let removed: string[];

const WORKER = { workerId: 'w', host: 'there', pid: 7, version: '1', queues: ['episode'] };

async function remove(location: string): Promise<void> {
  removed.push(location);
}

beforeEach(() => {
  // One connection is enough: a reset that holds the lock must not wait for a second.
  pool ??= shared.pool({ max: 1 });
  removed = [];
});

async function runWithFile(location: string): Promise<string> {
  const { runId } = await makeRun(pool, { subject: location.replace('/', '-') });
  await shared.query(
    `INSERT INTO telltale.artifact (run, artifact_id, kind, name, location, bytes, sha256, stored_at)
     SELECT run, 'a', 'audio', 'n', $2, 1, repeat('a', 64), now() FROM telltale.progress WHERE run_id = $1`,
    [runId, location],
  );
  await shared.query(
    `WITH i AS (INSERT INTO dbos.workflow_input (workflow_uuid, inputs) VALUES ($1, '[]')),
          o AS (INSERT INTO dbos.workflow_output (workflow_uuid, output) VALUES ($1, '{}'))
     INSERT INTO dbos.operation_outputs (workflow_uuid, function_id) VALUES ($1, 0)`,
    [runId],
  );
  return runId;
}

describe('reset', () => {
  test('knows all of DBOS’s tables', async () => {
    const { rows } = await shared.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'dbos'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')`,
    );
    expect(rows.map(({ relname }) => relname).sort()).toEqual(Object.keys(DBOS_TABLES).sort());
  });

  test('finds nothing in a database without a ledger', async () => {
    expect(await planReset(empty.pool())).toBeNull();
    expect(await reset(empty.pool(), { remove })).toBeNull();
  });

  test('refuses while a worker is alive, and takes nothing', async () => {
    await runWithFile('a/1');
    await registerWorker(pool, WORKER);
    await expect(reset(pool, { remove })).rejects.toMatchObject({
      code: 'workers_alive',
      message: 'Nothing was removed: workers are at work on this database (process 7 on there).',
    });
    await markWorkerStopped(pool, 'w');
    expect(await planReset(pool)).toEqual({ runs: 1, files: 1, tokens: 0, keepsDbos: false });
    expect(removed).toEqual([]);
  });

  test('refuses to take views of others with it', async () => {
    await shared.query('CREATE VIEW public.report AS SELECT run_id FROM telltale.run');
    await expect(planReset(pool)).rejects.toMatchObject({
      code: 'reset_refused',
      message: 'The tables were not removed: views of others stand on them (report).',
    });
    await shared.query('DROP VIEW public.report');
  });

  test('keeps its tables while a file cannot be removed', async () => {
    const refuse = async () => {
      throw new Error('disk on fire');
    };
    await expect(reset(pool, { remove: refuse })).rejects.toMatchObject({
      code: 'reset_refused',
      message: expect.stringContaining('disk on fire'),
    });
    expect(await planReset(pool)).toMatchObject({ runs: 1, files: 1 });
  });

  test('leaves the workflow of somebody else in DBOS’s tables, and nothing of ours', async () => {
    await createToken(pool, { name: 'me', role: 'viewer' });
    await shared.query(
      `INSERT INTO dbos.workflow_status (workflow_uuid, status, name, created_at, updated_at) VALUES ('theirs', 'SUCCESS', 'other', 1, 1);
       INSERT INTO dbos.workflow_input (workflow_uuid, inputs) VALUES ('theirs', '[]');
       INSERT INTO dbos.operation_outputs (workflow_uuid, function_id) VALUES ('theirs', 0)`,
    );
    const extent = { runs: 1, files: 1, tokens: 1, keepsDbos: true };
    expect(await planReset(pool)).toEqual(extent);
    expect(await reset(pool, { remove })).toEqual(extent);
    expect(removed).toEqual(['a/1']);
    for (const table of ['workflow_status', 'workflow_input', 'operation_outputs']) {
      expect((await shared.query(`SELECT workflow_uuid FROM dbos.${table}`)).rows).toEqual([
        { workflow_uuid: 'theirs' },
      ]);
    }
    expect((await shared.query('SELECT 1 FROM dbos.workflow_output')).rows).toEqual([]);
    expect(await planReset(pool)).toBeNull();
  });
});

const own = testDatabase();

describe('reset of a database that is ours alone', () => {
  test('removes DBOS’s schema too, and nothing beside it', async () => {
    await own.query('CREATE TABLE public.theirs (x int)');
    await makeRun(own.pool(), { subject: 's' });
    expect(await reset(own.pool(), { remove })).toEqual({ runs: 1, files: 0, tokens: 0, keepsDbos: false });
    const { rows } = await own.query(
      `SELECT to_regnamespace('telltale') AS ledger, to_regnamespace('dbos') AS dbos, to_regclass('public.theirs')::text AS theirs`,
    );
    expect(rows).toEqual([{ ledger: null, dbos: null, theirs: 'theirs' }]);
  });
});
