import type pg from 'pg';
import { afterAll, beforeAll, inject, type RunnerTestSuite } from 'vitest';
import { callBroker } from '../databases/call-broker.ts';
import type { AcquiredDatabase } from '../databases/database-broker.ts';
import { TestingError } from '../testing-error.ts';
import { OpenHandles } from './open-handles.ts';
import { TrackedConnections } from './tracked-connections.ts';

export interface TestDatabaseOptions {
  /** A database with nothing in it, to test migrations on. Default: false, a copy of the prepared template. */
  readonly empty?: boolean;
  /** Whether timers, servers, sockets, child processes and file watchers that stay fail the file. Default: true. */
  readonly checkHandles?: boolean;
}

/** A database of the test file's own. Everything but `testDatabase()` itself is for use inside tests and hooks. */
export interface TestDatabase {
  readonly name: string;
  /** The superuser's URL. */
  readonly url: string;
  /** A new pool (application_name `test`), closed after the file; a client that was not released by then is a leak. */
  pool(config?: pg.PoolConfig): pg.Pool;
  /** A new connected client (application_name `test`), closed after the file. */
  connect(config?: pg.ClientConfig): Promise<pg.Client>;
  /** Runs one statement on a pool of the helper's own. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<Row>>;
}

/**
 * Gives the test file (or the `describe` block) that calls it a fresh database, by hooks:
 *
 *     const db = testDatabase();
 *
 * It is dropped after the last test. If one failed it is kept, and the end of the run says where. What is still there
 * after the last test fails the file: connections to the database that were not made by this helper (with
 * application_name and last statement), clients of its pools that were not released, timers, servers, sockets, child
 * processes.
 *
 * Wants `createGlobalSetup` in the vitest configuration.
 */
export function testDatabase({ empty = false, checkHandles = true }: TestDatabaseOptions = {}): TestDatabase {
  let acquired: AcquiredDatabase | undefined;
  const connections = new TrackedConnections(() => database().url);
  const database = (): AcquiredDatabase => {
    if (acquired) return acquired;
    throw new TestingError('The test database is there in tests and hooks, not while the file is loaded.', {
      code: 'not_ready',
    });
  };

  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the parameter's text, and wants a pattern.
  beforeAll(async ({}, suite) => {
    const request = { file: suite.file.name, empty };
    acquired = await handles.enter(() => callBroker(brokerSocket(), 'acquire', request));
  });

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  afterAll(async ({}, suite) => {
    if (!acquired) return;
    const failed = hasFailed(suite);
    const { name } = acquired;
    acquired = undefined;
    const unreleased = await connections.close();
    const { leaks } = await callBroker(brokerSocket(), 'release', { name, failed: failed || unreleased !== '' });
    const open = await handles.leave();
    const found = [unreleased, leaks, checkHandles ? open : ''].filter((part) => part !== '');
    // After a failed test a leak says nothing: the test never came to its own clean-up.
    if (failed || found.length === 0) return;
    throw new TestingError(`${suite.file.name} left these open:\n${found.join('\n')}`, { code: 'leak' });
  });

  return {
    get name() {
      return database().name;
    },
    get url() {
      return database().url;
    },
    pool: (config) => connections.pool(config),
    connect: (config) => connections.connect(config),
    query: (text, values) => connections.query(text, values),
  };
}

/** One for the whole process, like the things it counts. */
const handles = new OpenHandles();

function brokerSocket(): string {
  const socketPath = inject('telltaleBrokerSocket');
  if (socketPath) return socketPath;
  const message =
    'testDatabase() needs a database broker: add a file that exports setup = createGlobalSetup({ prepareTemplate }) as ' +
    'globalSetup to the vitest project of this test file.';
  throw new TestingError(message, { code: 'not_ready' });
}

function hasFailed(suite: RunnerTestSuite): boolean {
  if (suite.result?.state === 'fail') return true;
  return suite.tasks.some((task) => ('tasks' in task ? hasFailed(task) : task.result?.state === 'fail'));
}
