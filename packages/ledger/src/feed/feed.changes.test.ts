import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { appendEvents } from './fixtures/append-events.ts';
import { openFeed } from './fixtures/feed-rig.ts';

const db = testDatabase();

describe('changes', () => {
  test('begins with resync, then names each run that changed with its newest seq', async () => {
    const { feed, pool, runId } = await openFeed(db);
    const changes = feed.changes();
    expect((await changes.next()).value).toEqual({ kind: 'resync' });

    const next = changes.next();
    await appendEvents(pool, runId, 4);
    expect((await next).value).toEqual({ kind: 'changed', runs: [{ runId, lastSeq: 5 }] });
  });

  test('tells of a run that was just submitted', async () => {
    const { feed, pool } = await openFeed(db);
    const changes = feed.changes();
    await changes.next();
    const { runId } = await makeRun(pool);
    expect((await changes.next()).value).toEqual({ kind: 'changed', runs: [{ runId, lastSeq: 1 }] });
  });

  test('makes one message of all that happened since the one before', async () => {
    const { feed, pool, runId } = await openFeed(db);
    const other = await makeRun(pool);
    const quick = feed.changes();
    const slow = feed.changes();
    await Promise.all([quick.next(), slow.next()]);

    for (let commit = 1; commit <= 20; commit += 1) await appendEvents(pool, commit % 2 === 0 ? runId : other.runId);
    for (let seen = 0; seen < 11; ) {
      const { value } = await quick.next();
      if (value?.kind === 'changed') seen = value.runs.find((run) => run.runId === runId)?.lastSeq ?? seen;
    }
    const { value } = await slow.next();
    expect(value?.kind === 'changed' && value.runs.toSorted((a, b) => a.lastSeq - b.lastSeq)).toEqual(
      [
        { runId, lastSeq: 11 },
        { runId: other.runId, lastSeq: 11 },
      ].toSorted((a) => (value?.kind === 'changed' && value.runs[0]?.runId === a.runId ? -1 : 1)),
    );
  });

  test('passes over payloads that are not its own, and what others notify', async () => {
    const { feed, pool, runId, signals } = await openFeed(db);
    const changes = feed.changes();
    await changes.next();
    const ignored = signals.on('ignored').next(({ payload }) => payload === 'last');
    for (const payload of ['', 'hello', `${runId} x`, `${runId} 99999999999`, 'last']) {
      await pool.query(`SELECT pg_notify('telltale', $1)`, [payload]);
    }
    await pool.query(`SELECT pg_notify('other', $1)`, [`${runId} 7`]);
    await ignored;
    const next = changes.next();
    await appendEvents(pool, runId);
    expect((await next).value).toEqual({ kind: 'changed', runs: [{ runId, lastSeq: 2 }] });
  });
});
