import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../databases/admin.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import { runChild } from './run-child.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

let neverUsed: TestDatabase;

describe('a test database', () => {
  const db = testDatabase({ empty: true });
  const other = testDatabase({ empty: true });

  test('is named after its file', () => {
    expect(db.name).toMatch(/^telltale_test_[0-9a-f]{6}_testing_vitest_test_database_\d+$/);
    expect(new URL(db.url).pathname).toBe(`/${db.name}`);
  });

  test('is nobody else’s', async () => {
    await db.query('CREATE TABLE mine ()');
    await expect(other.query('SELECT * FROM mine')).rejects.toThrow('does not exist');
  });

  test('gives pools and clients that survive the end of their connection', async () => {
    const client = await db.connect({ application_name: 'victim' });
    const pool = db.pool({ max: 1 });
    await pool.query('SELECT 1');
    const ended = Promise.all([
      new Promise((resolve) => client.once('end', resolve)),
      new Promise((resolve) => pool.once('error', resolve)),
    ]);
    await other.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [db.name]);
    await ended;
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

test('before the hooks have run there is no url', () => {
  const outcome = (() => {
    try {
      return neverUsed.url;
    } catch (error) {
      return error;
    }
  })();
  expect(outcome).toMatchObject({ code: 'not_ready' });
});

describe.skip('a block that never runs', () => {
  neverUsed = testDatabase({ empty: true });
});

describe('a whole run of vitest', () => {
  let said: string;
  let databases: string[];

  beforeAll(async () => {
    // A server of its own, so that what the run leaves there can be seen after it.
    await using server = await startPostgres({ fsync: false });
    said = await runVitest(server.url);
    databases = await withClient(server.url, async (client) => {
      const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
      return rows.map(({ datname }) => datname).filter((name) => name.startsWith('telltale'));
    });
  }, 30_000);

  test('drops the database of a file that passed, and the template', () => {
    expect(said).toContain('✓ passes.fixture.ts');
    expect(databases.filter((name) => /passes|template/.test(name))).toEqual([]);
  });

  test('keeps the database of a file that failed, and says where', () => {
    expect(said).toContain('FAIL  fails.fixture.ts');
    const [kept] = databases.filter((name) => name.includes('_fails_'));
    expect(said).toContain(`/${kept}\n`);
  });

  test('fails a file that leaves a connection open, with its name and its last statement', () => {
    expect(said).toContain(
      'leaks-listener.fixture.ts left these open:\n' +
        '  connection with application_name "forgotten-feed", idle, last statement: LISTEN telltale\n',
    );
  });

  test('fails a file that does not release a client of a pool', () => {
    expect(said).toContain(
      'leaks-pool-client.fixture.ts left these open:\n' +
        '  pool "forgetful-pool": 1 of its clients were not released\n',
    );
  });

  test('fails a file that leaves timers and servers behind', () => {
    // Of three timers; a passing one of vitest's own may hide one.
    expect(said).toMatch(/leaks-handles\.fixture\.ts left these open:\n {2}listening servers: 1\n {2}timers: [23]\n/);
  });
});

test('a given server that does not answer ends the run with one sentence, without the password', async () => {
  const said = await runVitest('postgresql://somebody:geheim@127.0.0.1:9/postgres');
  expect(said).toContain(
    'TELLTALE_TEST_DATABASE_URL is set, but no server answers: Postgres at ' +
      'postgresql://somebody@127.0.0.1:9/postgres cannot be used: connect ECONNREFUSED 127.0.0.1:9.',
  );
  expect(said).not.toContain('geheim');
});

/** Runs the files in the folder of fixtures, and gives all that vitest says about it. */
async function runVitest(databaseUrl: string): Promise<string> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const root = fileURLToPath(new URL('../../test/fixtures/vitest-run/', import.meta.url));
  const ofOuterRun = Object.keys(process.env).filter((name) => name.startsWith('VITEST'));
  const child = runChild(vitest, {
    args: ['run', '--maxWorkers', '4', '--root', root, '--config', join(root, 'run.config.ts')],
    env: {
      ...Object.fromEntries(ofOuterRun.map((name) => [name, undefined])),
      TELLTALE_TEST_DATABASE_URL: databaseUrl,
      NO_COLOR: '1',
    },
  });
  await child.exited({ timeoutMs: 30_000 });
  return child.output;
}
