import { type TraceEvent, traceEventSchema } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { appendEvents } from './fixtures/append-events.ts';
import { eventsUntil, openFeed, range, seqs } from './fixtures/feed-rig.ts';

const db = testDatabase();

describe('subscribe', () => {
  test('gives the whole trace, then every event as it is recorded', async () => {
    const { feed, pool, runId, signals } = await openFeed(db);
    await appendEvents(pool, runId, 1_234);
    const atTip = signals.on('waiting').next(({ position }) => position === 1_235);
    const stream = await feed.subscribe(runId);

    const history = await eventsUntil(stream, 1_235);
    const live = eventsUntil(stream, 1_238);
    await atTip;
    await appendEvents(pool, runId, 3);

    expect(seqs([...history, ...(await live)])).toEqual(range(1, 1_238));
  });

  test('gives events as they were recorded, frozen all the way down', async () => {
    const pool = db.pool({ options: '-c timezone=Asia/Kathmandu' });
    const { feed, runId } = await openFeed(db, { pool });
    await pool.query(
      `UPDATE telltale.event SET at = '2026-11-21 03:14:15.9+00'
        WHERE run = (SELECT run FROM telltale.progress WHERE run_id = $1)`,
      [runId],
    );
    await appendEvents(pool, runId, 1, 'quotes " and \\ and 語');
    const [submitted, said] = await eventsUntil(await feed.subscribe(runId), 2);

    expect(submitted).toMatchObject({
      runId,
      seq: 1,
      at: '2026-11-21T03:14:15.900Z',
      type: 'run.submitted',
      step: null,
    });
    expect(said).toMatchObject({
      seq: 2,
      step: 'transcribe',
      item: null,
      actionId: null,
      data: { level: 'info', message: 'quotes " and \\ and 語' },
    });
    expect(traceEventSchema.parse(submitted)).toEqual(submitted);
    expect(traceEventSchema.parse(said)).toEqual(said);
    const { tags } = (said as TraceEvent<'log.written'>).data.fields ?? {};
    expect(() => Object.assign(tags as string[], ['b'])).toThrow(TypeError);
  });

  test('goes on after a cursor, at the end of the trace as well', async () => {
    const { feed, pool, runId, signals } = await openFeed(db);
    await appendEvents(pool, runId, 9);
    expect(seqs(await eventsUntil(await feed.subscribe(runId, { after: 7 }), 10))).toEqual([8, 9, 10]);

    const atTip = signals.on('waiting').next();
    const live = eventsUntil(await feed.subscribe(runId, { after: 10 }), 11);
    await atTip;
    await appendEvents(pool, runId);
    expect(seqs(await live)).toEqual([11]);
  });

  test('says how far the run is, so that a reader knows whether he is catching up', async () => {
    const { feed, pool, runId } = await openFeed(db, { readEvents: 16 });
    await appendEvents(pool, runId, 20);
    const stream = await feed.subscribe(runId);
    expect((await stream.next()).value).toMatchObject({ kind: 'events', lastSeq: 21, events: { length: 16 } });
    expect((await stream.next()).value).toMatchObject({ kind: 'events', lastSeq: 21, events: { length: 5 } });
  });

  test('tells everybody each event once while four writers commit to the same run', { timeout: 60_000 }, async () => {
    const { feed, runId, signals } = await openFeed(db, { keptEvents: 200 });
    const [writers, commits, size] = [4, 125, 10];
    const last = 1 + writers * commits * size;
    const connections = await Promise.all(Array.from({ length: writers }, () => db.connect()));
    let written = 1;
    const subscribers: Promise<void>[] = [];

    const subscribe = async (after: number) => {
      const events = await eventsUntil(await feed.subscribe(runId, { after }), last);
      expect(seqs(events)).toEqual(range(after + 1, last));
    };
    const write = async (connection: (typeof connections)[number]) => {
      for (let commit = 0; commit < commits; commit += 1) {
        written = Math.max(written, await appendEvents(connection, runId, size));
        if (subscribers.length < 12 && Math.random() < 0.1) {
          subscribers.push(subscribe(Math.floor(Math.random() * (written + 1))));
        }
      }
    };
    subscribers.push(subscribe(0), subscribe(1), subscribe(0));
    await Promise.all(connections.map(write));
    await Promise.all(subscribers);

    const reads = signals.all('read').filter(({ source }) => source === 'tip').length;
    expect(reads).toBeLessThanOrEqual(writers * commits + 20);
  });

  test('follows many runs with one statement where their news comes together', async () => {
    const { feed, pool, signals } = await openFeed(db);
    const runs = await Promise.all(Array.from({ length: 20 }, () => makeRun(pool)));
    await signals.on('listening').seen();
    const waiting = runs.map(({ runId }) => signals.on('waiting').next((subscriber) => subscriber.runId === runId));
    const streams = await Promise.all(runs.map(({ runId }) => feed.subscribe(runId, { after: 1 })));
    const told = streams.map((stream) => eventsUntil(stream, 2));
    await Promise.all(waiting);
    const before = signals.all('read').length;

    const client = await db.connect();
    await client.query('BEGIN');
    for (const { runId } of runs) await appendEvents(client, runId);
    await client.query('COMMIT');
    await Promise.all(told);

    const reads = signals.all('read').slice(before);
    expect(reads.reduce((sum, { events }) => sum + events, 0)).toBe(20);
    expect(reads.length).toBeLessThanOrEqual(4);
  });
});

describe('subscribe refuses', () => {
  test('a run that is not there', async () => {
    const { feed } = await openFeed(db);
    await expect(feed.subscribe('episode-nobody-run-1')).rejects.toMatchObject({ code: 'run_not_found' });
    await expect(feed.subscribe('a\0b')).rejects.toMatchObject({ code: 'run_not_found' });
  });

  test('a cursor that the run has not reached', async () => {
    const { feed, runId } = await openFeed(db);
    await expect(feed.subscribe(runId, { after: 2 })).rejects.toMatchObject({
      code: 'seq_ahead',
      details: { runId, after: 2, lastSeq: 1 },
    });
  });

  test.each([-1, 1.5, Number.NaN, '3'])('%j as a cursor', async (after) => {
    const { feed, runId } = await openFeed(db);
    await expect(feed.subscribe(runId, { after: after as number })).rejects.toMatchObject({ code: 'filter_invalid' });
  });

  test('when the database cannot be reached, without naming the password', async () => {
    const url = new URL(db.url);
    url.port = '1';
    const { feed } = await openFeed(db, { pool: db.pool({ connectionString: url.href }) });
    const error = await feed.subscribe('episode-a-run-1').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'database_unreachable', retryable: true });
    expect(String(error)).toContain('127.0.0.1:1');
    expect(String(error)).not.toContain(url.password);
    expect(feed.status.state).toBe('connecting');
  });

  test('when this user may not read the ledger', async () => {
    const { feed, runId } = await openFeed(db);
    await db.query('ALTER TABLE telltale.progress RENAME TO hidden');
    try {
      await expect(feed.subscribe(runId)).rejects.toMatchObject({
        code: 'ledger_query_failed',
        details: { sqlState: '42P01' },
      });
    } finally {
      await db.query('ALTER TABLE telltale.hidden RENAME TO progress');
    }
  });
});
