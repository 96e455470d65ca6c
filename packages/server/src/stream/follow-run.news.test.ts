import { ENDPOINTS, type RunSummaryBody } from '@telltale/api';
import { NO_HISTORY } from '@telltale/core';
import { setUpDatabase } from '@telltale/engine/client';
import { createReader } from '@telltale/ledger';
import { startPostgres, testDatabase } from '@telltale/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { toRunSummaryBody } from '../runs/run-bodies.ts';
import type { SseClient, SseMessage } from './fixtures/sse-client.ts';
import { makeRun, openWriter, startStreams } from './fixtures/stream-rig.ts';

const db = testDatabase();
const DONE = { type: 'run.succeeded', data: { durationMs: 1 } } as const;

const isRun = ({ event }: SseMessage) => event === 'run';
const runs = ({ messages }: SseClient): RunSummaryBody[] => messages.filter(isRun).map(({ data }) => data);

/** The first news that match, among those to come after `from` messages. */
async function news(client: SseClient, matches: (run: RunSummaryBody) => boolean, from = 0): Promise<RunSummaryBody> {
  const found = await client.seen(
    (message) => isRun(message) && client.messages.indexOf(message) >= from && matches(message.data),
  );
  return found.data;
}

describe('how a run is, beside its events', () => {
  test('is told first when all that was stored has come, as the API tells of runs', async () => {
    const server = await startStreams(db.url);
    const writer = await openWriter(db);
    const { runId, log } = await makeRun(writer);
    await log(600, 'x'.repeat(500));
    const client = await server.follow(runId);
    const run = await news(client, () => true);
    expect(client.seqs).toHaveLength(601);
    expect(client.messages.filter(isRun)[0]?.id).toBeNull();
    ENDPOINTS.listRuns.result.parse({ runs: [run], nextCursor: null });
    const now = await createReader(writer.pool).getRun(runId);
    if (now === null) throw new Error('the run is there');
    const { asOf, verdict, sentence } = run;
    expect(run).toEqual({ ...toRunSummaryBody(now, NO_HISTORY), asOf, verdict, sentence, run: run.run });
  });

  test('is told again after each event, never before an event that led to it', async () => {
    const server = await startStreams(db.url, { settings: { gatherMs: 10 } });
    const { runId, log } = await makeRun(await openWriter(db));
    const client = await server.follow(runId);
    for (let seq = 2; seq <= 30; seq += 1) {
      await log();
      if (seq % 5 === 0) await news(client, ({ lastSeq }) => lastSeq >= seq);
    }
    let seen = 0;
    for (const message of client.messages) {
      if (message.id !== null) seen = Number(message.id);
      if (isRun(message)) expect(message.data.lastSeq).toBeLessThanOrEqual(seen);
    }
  });

  test('is told now and then while a worker has it in hand: only so is its heartbeat known', async () => {
    const server = await startStreams(db.url, { settings: { gatherMs: 10, judgeMs: 20 } });
    const writer = await openWriter(db);
    const { runId } = await makeRun(writer);
    await writer.pool.query(
      `WITH worker AS (INSERT INTO telltale.worker (worker_id, host, pid, version, queues) VALUES ('w', 'h', 1, '1', '{}'))
       UPDATE dbos.workflow_status SET executor_id = 'w' WHERE workflow_uuid = $1`,
      [runId],
    );
    const client = await server.follow(runId);
    const first = await news(client, ({ aliveAt }) => aliveAt !== null);
    await writer.pool.query(`UPDATE telltale.worker SET heartbeat_at = heartbeat_at + interval '5 seconds'`);
    await news(client, ({ aliveAt }) => String(aliveAt) > String(first.aliveAt));
    expect(client.seqs).toEqual([1]);
  });

  test('is told of one that waits once, and of its next event', async () => {
    const server = await startStreams(db.url, { settings: { gatherMs: 10, judgeMs: 20, pingMs: 10 } });
    const { runId, setStatus, log } = await makeRun(await openWriter(db));
    await setStatus('ENQUEUED');
    const client = await server.follow(runId);
    await news(client, ({ state }) => state === 'queued');
    const pings = (count: number) =>
      client.seen(() => client.messages.filter(({ event }) => event === 'ping').length >= count);
    await pings(10);
    const before = runs(client).length;
    await pings(30);
    expect(runs(client)).toHaveLength(before);
    await log();
    await news(client, ({ lastSeq }) => lastSeq === 2);
  });

  test('is told last of all when it ends, though the trace knew of the end before DBOS did', async () => {
    const server = await startStreams(db.url);
    const { runId, recorder, setStatus } = await makeRun(await openWriter(db));
    const client = await server.follow(runId);
    await news(client, () => true);
    await recorder.record(DONE);
    await client.trace(2);
    await setStatus('SUCCESS');
    await client.ended;
    expect(client.messages.slice(-2).map(({ event }) => event)).toEqual(['run', 'end']);
    expect(runs(client).at(-1)).toMatchObject({ state: 'succeeded', lastSeq: 2, run: { percent: 100 } });
  });

  test('is told once of a run that had ended', async () => {
    const server = await startStreams(db.url);
    const { runId, recorder, setStatus } = await makeRun(await openWriter(db));
    await recorder.record(DONE);
    await setStatus('SUCCESS');
    for (const after of [0, 1, 2]) {
      const client = await server.follow(runId, { after });
      await client.ended;
      expect(client.messages.slice(-2).map(({ event }) => event)).toEqual(['run', 'end']);
      expect(new Set(runs(client).map(({ state }) => state))).toEqual(new Set(['succeeded']));
    }
  });
});

test('a client that takes nothing is told nothing, then how the run is by then', async () => {
  const server = await startStreams(db.url, { settings: { gatherMs: 5, judgeMs: 5 } });
  const run = await makeRun(await openWriter(db));
  const fields = Object.fromEntries(['a', 'b', 'c', 'd'].map((key) => [key, key.repeat(1_900)]));
  const slow = await server.follow(run.runId);
  slow.pause();
  const quick = await server.follow(run.runId);
  // More than the sockets of both sides take.
  const last = await run.log(2_000, 'large', fields);
  await news(quick, ({ lastSeq }) => lastSeq === last);
  expect(runs(slow).length).toBeLessThan(runs(quick).length);
  slow.resume();
  await news(slow, ({ lastSeq }) => lastSeq === last);
});

test('while the database is away nothing is told, and when it is back how the run is', async () => {
  const postgres = await startPostgres({ fsync: false });
  onTestFinished(() => postgres.stop());
  const url = postgres.urlOf('telltale');
  await setUpDatabase(url);
  const server = await startStreams(url);
  const { runId, setStatus } = await makeRun(await openWriter({ url }));
  await setStatus('ENQUEUED');
  const client = await server.follow(runId);
  await news(client, () => true);
  await postgres.halt();
  const away = await client.seen(({ event, data }) => event === 'status' && data.state === 'away');
  const from = client.messages.indexOf(away);
  await postgres.start();
  await news(client, () => true, from);
  const after = client.messages.slice(from).map(({ event, data }) => (event === 'status' ? data.state : event));
  expect(after.slice(0, 2)).toEqual(['away', 'live']);
});

test('a client that has left is told nothing, and nobody looks for it', async () => {
  let looks = 0;
  const server = await startStreams(db.url, {
    settings: { gatherMs: 5, judgeMs: 5, pingMs: 5 },
    reader: (reader) => ({
      ...reader,
      getRun: (runId) => {
        looks += 1;
        return reader.getRun(runId);
      },
    }),
  });
  const { runId } = await makeRun(await openWriter(db));
  const client = await server.follow(runId);
  await news(client, () => true);
  const left = server.signals.on('streamClosed').next();
  client.close();
  await left;
  const other = await server.followAll();
  const pings = (count: number) =>
    other.seen(() => other.messages.filter(({ event }) => event === 'ping').length >= count);
  // A look that was under way comes to its end.
  await pings(5);
  const before = looks;
  await pings(20);
  expect(looks).toBe(before);
});
