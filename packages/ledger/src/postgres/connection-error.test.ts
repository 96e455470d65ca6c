import { startProxy, testDatabase } from '@telltale/testing';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { connectionError, failedConnection } from './connection-error.ts';
import { describeTarget } from './target.ts';

const db = testDatabase();

/** What `failedConnection` makes of a connection to the test database with a changed URL. */
async function connectTo(change: (url: URL) => void, config: pg.ClientConfig = {}) {
  const url = new URL(db.url);
  change(url);
  const client = new pg.Client({ connectionString: url.href, ...config });
  client.on('error', () => undefined);
  const cause = await client.connect().then(
    () => null,
    (error: unknown) => error,
  );
  await client.end().catch(() => undefined);
  expect(cause).not.toBeNull();
  return { error: failedConnection(describeTarget(url.href), cause), url };
}

describe('connectionError', () => {
  test.for<[string, (url: URL) => void, string, boolean]>([
    [
      'nobody listens',
      (url) => {
        url.port = '1';
      },
      'nothing listens on that port',
      true,
    ],
    [
      'there is no such host',
      (url) => {
        url.hostname = 'no-such-host.invalid';
      },
      'the host',
      true,
    ],
    [
      'the password is wrong',
      (url) => {
        url.password = 'not-the-password';
      },
      'the password is wrong',
      false,
    ],
    [
      'there is no such database',
      (url) => {
        url.pathname = '/no_such_database';
      },
      'no database of that name',
      false,
    ],
    [
      'the server speaks no TLS',
      (url) => {
        url.searchParams.set('sslmode', 'verify-full');
      },
      'does not speak TLS',
      false,
    ],
  ])('says that %s', async ([name, change, words, retryable]) => {
    const { error, url } = await connectTo(change);
    const expected = name === 'there is no such host' ? /no host of that name|could not be looked up/ : words;
    expect(error.message).toMatch(expected);
    expect(error.message).toContain(describeTarget(url.href));
    if (name !== 'there is no such host') expect(error.retryable).toBe(retryable);
    expect(error.hint).toMatch(/\.$/);
    expect(JSON.stringify(error) + error.message).not.toContain(url.password);
  });

  test('says that all connections are taken', async () => {
    await db.query('DROP ROLE IF EXISTS one_at_a_time');
    await db.query(`CREATE ROLE one_at_a_time LOGIN PASSWORD 'secret' CONNECTION LIMIT 0`);
    const { error } = await connectTo((url) => {
      url.username = 'one_at_a_time';
      url.password = 'secret';
    });
    await db.query('DROP ROLE one_at_a_time');
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('no connection left') });
  });

  test('says that nobody answered', async () => {
    const proxy = await startProxy({ target: db.url });
    proxy.blackhole();
    const { error } = await connectTo(
      (url) => {
        url.port = String(proxy.port);
      },
      { connectionTimeoutMillis: 50 },
    );
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('did not answer in time') });
  });

  test('says that the server is starting up', () => {
    const cause = Object.assign(new Error('the database system is starting up'), { code: '57P03' });
    expect(connectionError('h:1/d', cause)).toMatchObject({
      retryable: true,
      message: 'The database at h:1/d cannot be reached: the server is starting up or shutting down.',
    });
  });

  test('says that the database takes nothing at present', async () => {
    const write = db.query('SET transaction_read_only = on; CREATE TABLE nothing ()');
    const cause: unknown = await write.catch((error: unknown) => error);
    expect(connectionError('h:1/d', cause)).toMatchObject({
      retryable: true,
      message: 'The database at h:1/d cannot be reached: it is read-only.',
    });
    const full = Object.assign(new Error('could not extend file'), { code: '53100' });
    expect(connectionError('h:1/d', full)).toMatchObject({ retryable: true, hint: 'Make room there.' });
  });

  test('says that the pool was closed, which no retry mends', async () => {
    const pool = db.pool();
    await pool.end();
    const cause: unknown = await pool.query('SELECT 1').catch((error: unknown) => error);
    expect(connectionError('h:1/d', cause)).toMatchObject({
      retryable: false,
      message: 'The database at h:1/d cannot be reached: this process has closed its connections.',
    });
  });

  test('takes the first of several addresses that Node tried', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' });
    expect(connectionError('h:1/d', new AggregateError([refused], 'all failed'))?.message).toContain('nothing listens');
  });

  test('is null for what is no matter of the connection', () => {
    expect(connectionError('h:1/d', Object.assign(new Error('division by zero'), { code: '22012' }))).toBeNull();
    expect(connectionError('h:1/d', new TypeError('mine'))).toBeNull();
    expect(connectionError('h:1/d', 'text')).toBeNull();
  });
});
