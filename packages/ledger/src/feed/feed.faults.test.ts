import { once } from 'node:events';
import { Socket } from 'node:net';
import { createSignals, startPostgres, startProxy, testDatabase } from '@telltale/testing';
import pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { migrateDbos } from '../../test/migrate-dbos.ts';
import { makeRun } from '../../test/runs.ts';
import { migrate } from '../migrate/migrate.ts';
import { openRecorder } from '../record/recorder.ts';
import { createFeed } from './feed.ts';
import { appendEvents } from './fixtures/append-events.ts';
import { eventsUntil, openFeed, range, seqs } from './fixtures/feed-rig.ts';
import type { FeedHooks } from './settings.ts';

const db = testDatabase();

const terminateListeners = () =>
  db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'telltale-feed' AND datname = $1`,
    [db.name],
  );

describe('a listening connection that the server ends', () => {
  test('comes back by itself, and what was recorded meanwhile arrives once', async () => {
    const { feed, pool, runId, signals } = await openFeed(db);
    const stream = await feed.subscribe(runId);
    await eventsUntil(stream, 1);
    for (let round = 1; round <= 3; round += 1) {
      await signals.on('listening').seen();
      const [retrying, listening] = [signals.on('retrying').next(), signals.on('listening').next()];
      const told = eventsUntil(stream, 1 + round * 20);
      await appendEvents(pool, runId, 5);
      await terminateListeners();
      await appendEvents(pool, runId, 5);
      expect((await retrying).error).toMatchObject({ code: 'database_unreachable' });
      await appendEvents(pool, runId, 5);
      await listening;
      await appendEvents(pool, runId, 5);
      expect(seqs(await told)).toEqual(range(2 + (round - 1) * 20, 1 + round * 20));
    }
  });

  test('brings what was recorded while it was away, though no notification ever comes', async () => {
    const proxy = await startProxy({ target: db.url });
    const { feed, pool, runId, signals } = await openFeed(db, { url: proxy.url });
    const told = eventsUntil(await feed.subscribe(runId, { after: 1 }), 6);
    await signals.on('read').seen(({ source }) => source === 'tip');
    const retrying = signals.on('retrying').next();
    await proxy.refuse();
    proxy.cut();
    await retrying;
    await appendEvents(pool, runId, 5);
    await proxy.restore();
    expect(seqs(await told)).toEqual(range(2, 6));
  });

  test('shows in the status: since when, why, and that it is over', async () => {
    let nowMs = Date.parse('2026-11-21T03:14:15.000Z');
    const { feed, signals } = await openFeed(db, { now: () => nowMs });
    expect(feed.status).toEqual({ state: 'connecting', since: '2026-11-21T03:14:15.000Z', error: null });
    nowMs += 1_000;
    await signals.on('status').seen(({ state }) => state === 'live');
    expect(feed.status).toEqual({ state: 'live', since: '2026-11-21T03:14:16.000Z', error: null });

    nowMs += 1_000;
    const lost = signals.on('status').next();
    const watched: string[] = [];
    const unwatch = feed.watchStatus(({ state }) => {
      watched.push(state);
      unwatch();
    });
    await terminateListeners();
    expect(await lost).toMatchObject({
      state: 'connecting',
      since: '2026-11-21T03:14:17.000Z',
      error: { code: 'database_unreachable', message: expect.stringContaining(db.name) },
    });
    await signals.on('status').next(({ state }) => state === 'live');
    await feed.close();
    expect(signals.all('status').map(({ state }) => state)).toEqual(['live', 'connecting', 'live', 'closed']);
    expect(watched).toEqual(['connecting']);
  });

  test('makes watchers of all runs load their list again', async () => {
    const { feed, pool, runId, signals } = await openFeed(db);
    const changes = feed.changes();
    expect((await changes.next()).value).toEqual({ kind: 'resync' });
    const listening = signals.on('listening').next();
    await appendEvents(pool, runId);
    await terminateListeners();
    await listening;
    // What was pending is part of what is loaded now.
    expect((await changes.next()).value).toEqual({ kind: 'resync' });
    const next = changes.next();
    await appendEvents(pool, runId);
    expect((await next).value).toEqual({ kind: 'changed', runs: [{ runId, lastSeq: 3 }] });
  });

  test('is not made anew in a tight loop, and an observer that throws changes nothing', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    onTestFinished(() => warn.mockRestore());
    const { feed, runId, signals } = await openFeed(db, {
      retryMs: 50,
      onStatus: () => {
        throw new Error('an observer of the test fails');
      },
    });
    await signals.on('listening').seen();
    for (const attempt of [1, 2, 3]) {
      const listening = signals.on('listening').next();
      const retrying = signals.on('retrying').next();
      await terminateListeners();
      const { delayMs, ...retry } = await retrying;
      expect(retry.attempt).toBe(attempt);
      expect(delayMs).toBeGreaterThanOrEqual(25 * 2 ** (attempt - 1));
      await listening;
    }
    expect(warn).toHaveBeenCalledWith(new Error('an observer of the test fails'));
    expect(seqs(await eventsUntil(await feed.subscribe(runId), 1))).toEqual([1]);
  });
});

describe('a network that swallows everything', () => {
  test.each(['toServer', 'toClient', undefined] as const)('(%s) is noticed by the heartbeat', async (direction) => {
    const proxy = await startProxy({ target: db.url });
    const { feed, pool, runId, signals } = await openFeed(db, {
      url: proxy.url,
      heartbeatMs: 30,
      answerTimeoutMs: 150,
    });
    const stream = await feed.subscribe(runId, { after: 1 });
    const told = eventsUntil(stream, 21);
    await signals.on('waiting').seen();

    const retrying = signals.on('retrying').next();
    proxy.blackhole(direction === undefined ? {} : { direction });
    await appendEvents(pool, runId, 10);
    expect((await retrying).error.message).toMatch(/did not answer within 150 ms/);
    expect(feed.status.state).toBe('connecting');
    // A new connection is accepted, and hears nothing.
    await signals.on('retrying').next();
    await appendEvents(pool, runId, 10);
    await proxy.restore();

    expect(seqs(await told)).toEqual(range(2, 21));
    expect(feed.status.state).toBe('live');
  });

  test('between two pages of a replay: the reader waits, and goes on where he was', async () => {
    const proxy = await startProxy({ target: db.url });
    const pool = db.pool({ connectionString: proxy.url });
    const { feed, runId, signals } = await openFeed(db, {
      pool,
      heartbeatMs: 30,
      answerTimeoutMs: 150,
      readEvents: 16,
    });
    await appendEvents(db.pool(), runId, 99);
    const stream = await feed.subscribe(runId);
    await signals.on('listening').seen();
    expect(seqs(await eventsUntil(stream, 16))).toEqual(range(1, 16));

    const retrying = signals.on('retrying').next();
    const thrownAway = once(pool, 'remove');
    proxy.blackhole();
    const rest = eventsUntil(stream, 100);
    await Promise.all([retrying, thrownAway]);
    await expect(feed.subscribe(runId)).rejects.toMatchObject({ code: 'database_unreachable' });
    await proxy.restore();
    expect(seqs(await rest)).toEqual(range(17, 100));
  });

  test('does not hold up close()', async () => {
    const proxy = await startProxy({ target: db.url });
    const { feed, signals } = await openFeed(db, { url: proxy.url });
    await signals.on('listening').seen();
    proxy.blackhole();
    await feed.close();
    expect(feed.status.state).toBe('closed');
  });
});

test('a process that was held up itself does not take the silence for the database’s', async () => {
  let holdUps = 0;
  const holdUpAfterHeartbeat = (): Socket => {
    const socket = new Socket();
    const write = socket.write.bind(socket);
    // Not before: connect() puts the original back.
    socket.once('connect', () => {
      socket.write = (bytes: Uint8Array) => {
        const written = write(bytes);
        if (holdUps < 3 && Buffer.from(bytes).includes('SELECT 1')) {
          holdUps += 1;
          process.nextTick(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300));
        }
        return written;
      };
    });
    return socket;
  };
  const pool = db.pool({ stream: holdUpAfterHeartbeat });
  const { feed, runId, signals } = await openFeed(db, { pool, heartbeatMs: 10, answerTimeoutMs: 250 });
  const told = eventsUntil(await feed.subscribe(runId), 4);
  for (const seen of [1, 2, 3]) {
    await signals.on('read').next(({ source }) => source === 'tip' && holdUps >= seen);
    await appendEvents(db.pool(), runId);
  }
  expect(seqs(await told)).toEqual([1, 2, 3, 4]);
  expect(signals.all('retrying')).toEqual([]);
});

test('a feed whose password is wrong says so, and keeps trying', async () => {
  const url = new URL(db.url);
  url.password = 'not-the-password';
  const { feed, signals } = await openFeed(db, { url: url.href });
  const { error } = await signals.on('retrying').seen(({ attempt }) => attempt === 2);
  expect(error).toMatchObject({ code: 'database_unreachable', message: expect.stringContaining('password') });
  expect(String(error)).not.toContain('not-the-password');
  expect(feed.status).toMatchObject({ state: 'connecting', error });
});

test('a table that cannot be read any more ends its subscribers with the reason', async () => {
  const { feed, pool, runId, signals } = await openFeed(db);
  const stream = await feed.subscribe(runId, { after: 1 });
  const refused = { code: 'ledger_query_failed', details: { sqlState: '42P01' } };
  const ended = expect(stream.next()).rejects.toMatchObject(refused);
  await signals.on('waiting').seen();
  await db.query('ALTER TABLE telltale.event RENAME TO hidden');
  try {
    await pool.query(`SELECT pg_notify('telltale', $1)`, [`${runId} 2`]);
    await ended;
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(feed.status.state).toBe('live');
  } finally {
    await db.query('ALTER TABLE telltale.hidden RENAME TO event');
  }
});

describe('a restart of the server', () => {
  test.each(['fast', 'immediate'] as const)('(%s) loses and repeats nothing', { timeout: 60_000 }, async (mode) => {
    await using server = await startPostgres({ fsync: false });
    await migrateDbos(server.url);
    await migrate(server.url);
    await using recorder = await openRecorder({ url: server.url, retryMs: 20 });
    const pool = new pg.Pool({ connectionString: server.url });
    pool.on('error', () => undefined);
    const { runId } = await makeRun(pool);
    const { hooks, all } = createSignals<FeedHooks>();
    await using feed = createFeed({ pool, retryMs: 20, readEvents: 100, hooks });
    onTestFinished(() => pool.end());

    const total = 3_000;
    const write = async () => {
      const run = recorder.run(runId);
      for (let n = 2; n <= total; n += 1) {
        const recorded = run.record({ type: 'log.written', data: { level: 'info', message: String(n) } });
        if (n % 10 === 0) await recorded;
      }
    };
    const streams = await Promise.all([0, 0, 1].map((after) => feed.subscribe(runId, { after })));
    const underWay = Promise.all(streams.map((stream) => eventsUntil(stream, total / 3)));
    const writing = write();
    const before = await underWay;
    const restarted = server.restart({ mode });
    const after = await Promise.all(streams.map((stream) => eventsUntil(stream, total)));
    await Promise.all([restarted, writing]);

    const followed = before.map((events, index) => seqs([...events, ...(after[index] ?? [])]));
    expect(followed).toEqual([range(1, total), range(1, total), range(2, total)]);
    expect(all('retrying')).not.toEqual([]);
  });
});
