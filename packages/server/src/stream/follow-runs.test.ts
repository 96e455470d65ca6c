import { ENDPOINTS, type RunSummaryBody } from '@telltale/api';
import { NO_HISTORY } from '@telltale/core';
import { createReader, type Reader } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { toRunSummaryBody } from '../runs/run-bodies.ts';
import type { SseClient } from './fixtures/sse-client.ts';
import { makeRun, openWriter, remove, startStreams } from './fixtures/stream-rig.ts';

const db = testDatabase();
const QUICK = { gatherMs: 20, judgeMs: 20 };
const RARELY = { gatherMs: 20, judgeMs: 60_000 };

/** What the client was told of the run, oldest first. */
function told(client: SseClient, runId: string): RunSummaryBody[] {
  const messages = client.messages.filter(({ event }) => event === 'changed');
  return messages.flatMap(({ data }) => data.runs.filter((run: RunSummaryBody) => run.runId === runId));
}

async function untilTold(client: SseClient, runId: string, matches: (run: RunSummaryBody) => boolean) {
  await client.seen(() => told(client, runId).some(matches));
  return told(client, runId).find(matches) as RunSummaryBody;
}

/** A reader of which each look-up is counted. */
function counting(reader: Reader) {
  const counts = { getRuns: 0, listRuns: 0 };
  const counted: Pick<Reader, 'getRun' | 'getRuns' | 'listRuns'> = {
    getRun: (runId) => reader.getRun(runId),
    getRuns: (runIds) => {
      counts.getRuns += 1;
      return reader.getRuns(runIds);
    },
    listRuns: (options) => {
      counts.listRuns += 1;
      return reader.listRuns(options);
    },
  };
  return { counts, counted };
}

describe('a stream of all runs', () => {
  test('says when to load the list, then how each run is that changes, as the API tells of runs', async () => {
    const server = await startStreams(db.url, { settings: RARELY });
    const writer = await openWriter(db);
    const client = await server.followAll();
    await client.event('resync');
    const { runId, log } = await makeRun(writer);
    await log(3);
    const run = await untilTold(client, runId, ({ lastSeq }) => lastSeq === 4);
    expect(client.names.filter((name) => name !== 'status').slice(0, 2)).toEqual(['resync', 'changed']);
    expect(client.messages.every(({ id }) => id === null)).toBe(true);
    ENDPOINTS.listRuns.result.parse({ runs: [run], nextCursor: null });
    const now = await createReader(writer.pool).getRun(runId);
    expect(run).toEqual({
      ...toRunSummaryBody(now as NonNullable<typeof now>, NO_HISTORY),
      asOf: run.asOf,
      verdict: run.verdict,
      sentence: run.sentence,
    });
  });

  test('says which were removed', async () => {
    const server = await startStreams(db.url, { settings: RARELY });
    const writer = await openWriter(db);
    const { runId } = await makeRun(writer);
    const [all, ofContent] = [await server.followAll(), await server.followAll('content')];
    await Promise.all([all.event('resync'), ofContent.event('resync')]);
    await remove(writer.pool, runId);
    for (const client of [all, ofContent]) {
      await client.seen(({ event, data }) => event === 'changed' && data.removed.includes(runId));
    }
  });

  test('tells of one pipeline where that is asked for', async () => {
    const server = await startStreams(db.url, { settings: RARELY });
    const writer = await openWriter(db);
    const [all, ofContent] = [await server.followAll(), await server.followAll('content')];
    await Promise.all([all.event('resync'), ofContent.event('resync')]);
    const [episode, content] = [await makeRun(writer, 'episode'), await makeRun(writer, 'content')];
    await episode.log();
    await content.log();
    await untilTold(all, episode.runId, ({ lastSeq }) => lastSeq === 2);
    await untilTold(all, content.runId, ({ lastSeq }) => lastSeq === 2);
    await untilTold(ofContent, content.runId, ({ lastSeq }) => lastSeq === 2);
    expect(told(ofContent, episode.runId)).toEqual([]);
  });

  test('tells of an end that DBOS has a moment after the trace', async () => {
    const server = await startStreams(db.url, { settings: { ...RARELY, gatherMs: 1_000 } });
    const { runId, recorder, setStatus } = await makeRun(await openWriter(db));
    const client = await server.followAll();
    await client.event('resync');
    await recorder.record({ type: 'run.succeeded', data: { durationMs: 1 } });
    await setStatus('SUCCESS');
    const { state, verdict } = await untilTold(client, runId, ({ lastSeq }) => lastSeq === 2);
    expect({ state, verdict: verdict.name }).toEqual({ state: 'succeeded', verdict: 'succeeded' });
  });

  test('says to load the list where more runs have changed than are worth telling of', async () => {
    const server = await startStreams(db.url, { settings: RARELY });
    const { pool } = await openWriter(db);
    const client = await server.followAll();
    await client.event('resync');
    await pool.query(`SELECT pg_notify('telltale', 'episode-' || n || '-run-1 5') FROM generate_series(1, 5000) n`);
    await client.seen(() => client.messages.filter(({ event }) => event === 'resync').length === 2);
    const removed = client.messages.flatMap(({ event, data }) => (event === 'changed' ? data.removed : []));
    expect(removed.length).toBeLessThan(4_000);
  });

  test('tells in the end what could not be looked up at once', async () => {
    let failures = 0;
    const server = await startStreams(db.url, {
      settings: QUICK,
      reader: (reader) => ({
        ...reader,
        getRuns: async (runIds) => {
          failures += 1;
          if (failures <= 2) throw new Error('the test lets this fail');
          return await reader.getRuns(runIds);
        },
      }),
    });
    const { runId, log } = await makeRun(await openWriter(db));
    const client = await server.followAll();
    await client.event('resync');
    await log();
    await untilTold(client, runId, ({ lastSeq }) => lastSeq === 2);
    expect(failures).toBeGreaterThan(2);
  });
});

describe('the runs in hand', () => {
  test('are told of when a verdict changes with time alone, once', async () => {
    const writer = await openWriter(db);
    const { counts, counted } = counting(createReader(writer.pool));
    const server = await startStreams(db.url, { settings: QUICK, reader: () => counted });
    const client = await server.followAll();
    await client.event('resync');
    const { runId } = await makeRun(writer);
    // News come in order: once this run is told of, nothing is under way any more that makes the first one told of again.
    await untilTold(client, (await makeRun(writer)).runId, () => true);
    await writer.pool.query(
      `WITH run AS (UPDATE telltale.progress SET advanced_at = now() - interval '1 hour' WHERE run_id = $1)
       UPDATE dbos.workflow_status SET started_at_epoch_ms = 0 WHERE workflow_uuid = $1`,
      [runId],
    );
    await untilTold(client, runId, ({ verdict }) => verdict.name === 'orphaned');
    const before = counts.listRuns;
    const other = await makeRun(writer);
    await untilTold(client, other.runId, () => true);
    await other.setStatus('SUCCESS');
    await untilTold(client, other.runId, ({ state }) => state === 'succeeded');
    expect(counts.listRuns).toBeGreaterThan(before);
    expect(told(client, runId).filter(({ verdict }) => verdict.name === 'orphaned')).toHaveLength(1);
  });

  test('are told of when one ends that the trace does not tell of', async () => {
    const server = await startStreams(db.url, { settings: QUICK });
    const { runId, setStatus } = await makeRun(await openWriter(db));
    const client = await server.followAll();
    await client.event('resync');
    await setStatus('SUCCESS');
    const { sentence } = await untilTold(client, runId, ({ state }) => state === 'succeeded');
    expect(sentence).toMatch(/^Succeeded/);
  });
});

describe('all streams of all runs', () => {
  test('share one watcher, and one who comes later loads at once', async () => {
    const writer = await openWriter(db);
    const { counts, counted } = counting(createReader(writer.pool));
    const server = await startStreams(db.url, { settings: RARELY, reader: () => counted });
    const first = await server.followAll();
    await first.event('resync');
    const { listRuns } = counts;
    const later = await Promise.all([server.followAll(), server.followAll()]);
    for (const client of later) await client.event('resync');
    expect(counts.listRuns).toBe(listRuns);

    const { runId, log } = await makeRun(writer);
    await log();
    for (const client of [first, ...later]) await untilTold(client, runId, ({ lastSeq }) => lastSeq === 2);
    expect(counts.getRuns).toBeLessThanOrEqual(2);
  });

  test('ask the database for nothing when there are none, and begin anew with the next', async () => {
    const writer = await openWriter(db);
    const { counts, counted } = counting(createReader(writer.pool));
    const server = await startStreams(db.url, { settings: { ...QUICK, pingMs: 20 }, reader: () => counted });
    const { runId, log } = await makeRun(writer);
    const client = await server.followAll();
    await client.event('resync');
    const left = server.signals.on('streamClosed').next();
    client.close();
    await left;

    const ofRun = await server.follow(runId);
    const pings = async (count: number) =>
      await ofRun.seen(() => ofRun.messages.filter(({ event }) => event === 'ping').length >= count);
    // A look that was under way comes to its end.
    await pings(5);
    const before = { ...counts };
    await log();
    await ofRun.trace(2);
    await pings(10);
    expect(counts).toEqual(before);

    const next = await server.followAll();
    await next.event('resync');
    await log();
    await untilTold(next, runId, ({ lastSeq }) => lastSeq === 3);
  });
});
