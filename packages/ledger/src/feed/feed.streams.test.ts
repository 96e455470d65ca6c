import { testDatabase } from '@telltale/testing';
import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { appendEvents } from './fixtures/append-events.ts';
import { eventsUntil, openFeed, range, seqs } from './fixtures/feed-rig.ts';

const db = testDatabase();

async function prune(pool: pg.Pool, runId: string, firstSeq: number): Promise<void> {
  await pool.query(
    `WITH pruned AS (UPDATE telltale.progress SET first_seq = $2 WHERE run_id = $1 RETURNING run)
     DELETE FROM telltale.event WHERE run = (SELECT run FROM pruned) AND seq < $2`,
    [runId, firstSeq],
  );
}

async function remove(pool: pg.Pool, runId: string): Promise<void> {
  await pool.query(
    `WITH gone AS (DELETE FROM telltale.progress WHERE run_id = $1 RETURNING run)
     DELETE FROM telltale.event WHERE run = (SELECT run FROM gone)`,
    [runId],
  );
}

describe('a subscriber whose history was pruned', () => {
  test('is told so and goes on from the first event that is left', async () => {
    const { feed, pool, runId } = await openFeed(db);
    await appendEvents(pool, runId, 99);
    await prune(pool, runId, 41);

    const stream = await feed.subscribe(runId, { after: 10 });
    expect((await stream.next()).value).toEqual({ kind: 'reset', firstSeq: 41, lastSeq: 100 });
    expect(seqs(await eventsUntil(stream, 100))).toEqual(range(41, 100));
  });

  test('is not, when all that was pruned is what he has', async () => {
    const { feed, pool, runId } = await openFeed(db);
    await appendEvents(pool, runId, 99);
    await prune(pool, runId, 41);
    expect(seqs(await eventsUntil(await feed.subscribe(runId, { after: 40 }), 100))).toEqual(range(41, 100));
  });

  test('is told when it happens between two of his reads', async () => {
    const { feed, pool, runId } = await openFeed(db, { readEvents: 16 });
    await appendEvents(pool, runId, 99);
    const stream = await feed.subscribe(runId);
    expect((await stream.next()).value).toMatchObject({ kind: 'events', events: { length: 16 } });
    await prune(pool, runId, 101);
    expect((await stream.next()).value).toEqual({ kind: 'reset', firstSeq: 101, lastSeq: 100 });
    const live = eventsUntil(stream, 101);
    await appendEvents(pool, runId);
    expect(seqs(await live)).toEqual([101]);
  });

  test('never takes a hole in the table for the trace', async () => {
    const { feed, pool, runId } = await openFeed(db);
    await appendEvents(pool, runId, 9);
    await pool.query(
      `DELETE FROM telltale.event e USING telltale.progress p
        WHERE p.run_id = $1 AND e.run = p.run AND e.seq IN (4, 5, 10)`,
      [runId],
    );
    const stream = await feed.subscribe(runId);
    expect(seqs(await eventsUntil(stream, 3))).toEqual([1, 2, 3]);
    expect((await stream.next()).value).toEqual({ kind: 'reset', firstSeq: 6, lastSeq: 10 });
    expect(seqs(await eventsUntil(stream, 9))).toEqual([6, 7, 8, 9]);
    expect((await stream.next()).value).toEqual({ kind: 'reset', firstSeq: 11, lastSeq: 10 });
  });

  test('is told when the run was set back to an older state', async () => {
    const { feed, pool, runId, signals } = await openFeed(db, { heartbeatMs: 20 });
    await appendEvents(pool, runId, 9);
    const streams = await Promise.all([feed.subscribe(runId, { after: 10 }), feed.subscribe(runId, { after: 10 })]);
    const next = streams.map((stream) => stream.next());
    await signals.on('waiting').seen();
    await pool.query(
      `WITH back AS (UPDATE telltale.progress SET last_seq = 4 WHERE run_id = $1 RETURNING run)
       DELETE FROM telltale.event WHERE run = (SELECT run FROM back) AND seq > 4`,
      [runId],
    );
    for (const message of next) expect((await message).value).toEqual({ kind: 'reset', firstSeq: 1, lastSeq: 4 });
    for (const stream of streams) expect(seqs(await eventsUntil(stream, 4))).toEqual([1, 2, 3, 4]);
  });
});

describe('a subscriber whose run is removed', () => {
  test('is told so at once by a notification, and the stream ends', async () => {
    const { feed, pool, runId, signals } = await openFeed(db);
    const stream = await feed.subscribe(runId, { after: 1 });
    const next = stream.next();
    await signals.on('read').seen(({ source }) => source === 'tip');
    await remove(pool, runId);
    await pool.query(`SELECT pg_notify('telltale', $1)`, [`${runId} 0`]);

    expect(await next).toEqual({ done: false, value: { kind: 'gone' } });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('is told by the next heartbeat where nobody notified', async () => {
    const { feed, pool, runId, signals } = await openFeed(db, { heartbeatMs: 20 });
    const stream = await feed.subscribe(runId, { after: 1 });
    const next = stream.next();
    await signals.on('waiting').seen();
    await remove(pool, runId);
    expect((await next).value).toEqual({ kind: 'gone' });
  });

  test('is told in the middle of a replay, and when the run was made anew under its id', async () => {
    const { feed, pool, runId } = await openFeed(db, { readEvents: 16 });
    await appendEvents(pool, runId, 99);
    const old = await feed.subscribe(runId);
    await old.next();
    await remove(pool, runId);
    const [, subject] = /^episode-(.*)-run-1$/.exec(runId) ?? [];
    await pool.query('DELETE FROM dbos.workflow_status WHERE workflow_uuid = $1', [runId]);
    const again = await makeRun(pool, { subject: subject ?? '' });
    expect(again.runId).toBe(runId);

    const anew = await feed.subscribe(runId);
    expect(seqs(await eventsUntil(anew, 1))).toEqual([1]);
    expect((await old.next()).value).toEqual({ kind: 'gone' });
  });
});

describe('a slow subscriber', () => {
  test('holds up nobody, costs no read while he rests, and gets everything when he goes on', async () => {
    const { feed, pool, runId, signals } = await openFeed(db, { keptEvents: 50, readEvents: 100 });
    const slow = await feed.subscribe(runId);
    const quick = await feed.subscribe(runId);
    await slow.next();
    await eventsUntil(quick, 1);

    const history = () => signals.all('read').filter(({ source }) => source === 'history').length;
    const before = history();
    for (let commit = 0; commit < 30; commit += 1) {
      const written = await appendEvents(pool, runId, 20);
      expect(seqs(await eventsUntil(quick, written))).toEqual(range(written - 19, written));
    }
    expect(history()).toBe(before);
    expect(seqs(await eventsUntil(slow, 601))).toEqual(range(2, 601));
    expect(history() - before).toBeLessThanOrEqual(7);
  });

  test('makes no read when nobody else is there', async () => {
    const { feed, pool, runId, signals } = await openFeed(db);
    const stream = await feed.subscribe(runId);
    await stream.next();
    const before = signals.all('read').length;
    const watching = feed.changes();
    await watching.next();
    const written = await appendEvents(pool, runId, 5);
    await watching.next();
    expect(signals.all('read')).toHaveLength(before);
    expect(seqs(await eventsUntil(stream, written))).toEqual(range(2, 6));
  });
});

describe('200 subscribers of one run', () => {
  test('cost one read for each flush, and hold the same objects', async () => {
    const pool = db.pool();
    let poolQueries = 0;
    const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
    Object.assign(pool, {
      query: (...args: unknown[]) => {
        poolQueries += 1;
        return query(...args);
      },
    });
    const { feed, runId, signals } = await openFeed(db, { pool });
    const streams = await Promise.all(Array.from({ length: 200 }, () => feed.subscribe(runId)));
    await Promise.all(streams.map((stream) => eventsUntil(stream, 1)));
    const [poolBefore, readsBefore] = [poolQueries, signals.all('read').length];

    const writer = db.pool();
    const flushes = 50;
    for (let flush = 0; flush < flushes; flush += 1) {
      const told = streams.map((stream) => stream.next());
      await appendEvents(writer, runId, 3);
      const [first, ...others] = await Promise.all(told);
      expect(first?.value).toMatchObject({ kind: 'events', events: { length: 3 } });
      expect(others.every(({ value }) => value === first?.value)).toBe(true);
    }
    expect(poolQueries).toBe(poolBefore);
    // The first flush may find a read under way that was sent before it, for the subscribers who had just arrived.
    expect(signals.all('read').length - readsBefore).toBeLessThanOrEqual(flushes + 1);
  });
});

describe('a stream ends', () => {
  test('when its signal aborts: before it began, in a wait, and between two messages', async () => {
    const { feed, runId, signals } = await openFeed(db);
    const aborted = await feed.subscribe(runId, { signal: AbortSignal.abort() });
    expect(await aborted.next()).toEqual({ done: true, value: undefined });

    const waiting = new AbortController();
    const atTip = signals.on('waiting').next();
    const next = (await feed.subscribe(runId, { after: 1, signal: waiting.signal })).next();
    await atTip;
    waiting.abort();
    expect(await next).toEqual({ done: true, value: undefined });

    const between = new AbortController();
    const stream = await feed.subscribe(runId, { signal: between.signal });
    await stream.next();
    between.abort();
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('when the reader leaves it, and the run’s tail goes with the last one', async () => {
    const { feed, runId, signals } = await openFeed(db);
    {
      await using first = await feed.subscribe(runId);
      await first.next();
      for await (const message of await feed.subscribe(runId)) {
        expect(message.kind).toBe('events');
        break;
      }
      expect(signals.all('dropped')).toEqual([]);
    }
    expect(signals.all('dropped')).toEqual([{ runId }]);
  });

  test('when the feed is closed, wherever it is, and nobody can subscribe any more', async () => {
    const { feed, runId, signals } = await openFeed(db);
    const notBegun = await feed.subscribe(runId);
    const atTip = signals.on('waiting').next();
    const waiting = (await feed.subscribe(runId, { after: 1 })).next();
    const changes = feed.changes();
    await changes.next();
    const change = changes.next();
    await atTip;

    await feed.close();
    const over = { done: true, value: undefined };
    expect(await Promise.all([waiting, change, notBegun.next()])).toEqual([over, over, over]);
    expect(feed.status).toMatchObject({ state: 'closed', error: null });
    await expect(feed.subscribe(runId)).rejects.toMatchObject({ code: 'feed_closed' });
    expect(() => feed.changes()).toThrow('The feed is closed.');
    await feed.close();
    const { rows } = await db.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'telltale-feed' AND datname = $1`,
      [db.name],
    );
    expect(rows).toEqual([]);
  });
});
