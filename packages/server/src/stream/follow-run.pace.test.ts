import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { makeRun, openWriter, range, startStreams, type TestRun } from './fixtures/stream-rig.ts';

const db = testDatabase();

/** The sockets of both sides, and the kernel, take some megabytes before a client that takes nothing is noticed. */
const LARGE_EVENTS = 2_000;
const MOST_IN_SOCKETS = 1_500;

/** 15 MB of it; gives its last seq. */
async function logLargeTrace(run: TestRun): Promise<number> {
  const fields = Object.fromEntries(['a', 'b', 'c', 'd'].map((key) => [key, key.repeat(1_900)]));
  return await run.log(LARGE_EVENTS, 'large', fields);
}

test('a thousand clients of one run all get every event, read once for all of them', async () => {
  const server = await startStreams(db.url);
  const { runId, log } = await makeRun(await openWriter(db));
  await log(19);
  const clients = await Promise.all(range(1, 1_000).map(() => server.follow(runId)));
  for (const client of clients) await client.trace(20);
  expect(server.streams.clients).toBe(1_000);

  const readBefore = server.feedSignals.all('read').length;
  for (let commit = 0; commit < 15; commit += 1) await log(2);
  for (const client of clients) {
    await client.trace(50);
    expect(client.seqs).toEqual(range(1, 50));
  }
  expect(server.feedSignals.all('read').length - readBefore).toBeLessThanOrEqual(20);
  const lags = server.signals.all('eventSent').map(({ lagMs }) => lagMs);
  expect(lags).toHaveLength(30_000);
  expect(lags.every((lagMs) => lagMs >= 0)).toBe(true);
});

test('for a client that takes nothing nothing is read, and it catches up from the database', async () => {
  const server = await startStreams(db.url);
  const run = await makeRun(await openWriter(db));
  const last = await logLargeTrace(run);
  const slow = await server.follow(run.runId);
  await slow.trace(1);
  slow.pause();
  const eventsRead = () => server.feedSignals.all('read').reduce((sum, { events }) => sum + events, 0);
  const quick = await server.follow(run.runId);
  await quick.trace(last);
  const [readForBoth, takenBySlow] = [eventsRead(), slow.seqs.length];
  expect(readForBoth).toBeLessThan(last + MOST_IN_SOCKETS);

  for (let commit = 0; commit < 5; commit += 1) await run.log(20);
  await quick.trace(last + 100);
  expect(eventsRead() - readForBoth).toBe(100);
  expect(slow.seqs).toHaveLength(takenBySlow);

  slow.resume();
  await slow.trace(last + 100);
  expect(slow.seqs).toEqual(range(1, last + 100));
  expect(quick.seqs).toEqual(range(1, last + 100));
});

test('a client that takes nothing for too long is disconnected, and can come back', async () => {
  const server = await startStreams(db.url, { settings: { stallMs: 100 } });
  const run = await makeRun(await openWriter(db));
  const last = await logLargeTrace(run);
  const stalled = await server.follow(run.runId);
  stalled.pause();
  expect(await server.signals.on('streamClosed').seen()).toEqual({ how: 'stalled' });
  expect(server.streams.clients).toBe(0);
  stalled.resume();
  await expect(stalled.ended).rejects.toThrow('aborted');
  const lastEventId = stalled.seqs.at(-1) ?? 0;
  expect(lastEventId).toBeLessThan(MOST_IN_SOCKETS);
  const patient = await startStreams(db.url);
  const again = await patient.follow(run.runId, { lastEventId });
  await again.trace(last);
  expect([...stalled.seqs, ...again.seqs]).toEqual(range(1, last));
});

test('a stream without a connection that could be destroyed fails for who stalls', async () => {
  const server = await startStreams(db.url, { settings: { stallMs: 10 } });
  const { runId } = await makeRun(await openWriter(db));
  const reader = (await server.app.request(`/runs/${runId}/stream`)).body?.getReader();
  await reader?.read();
  await server.signals.on('streamClosed').seen();
  await expect(reader?.read()).rejects.toMatchObject({ code: 'stream_stalled' });
});

test('a ping comes when nothing else does', async () => {
  const server = await startStreams(db.url, { settings: { pingMs: 20 } });
  const { runId } = await makeRun(await openWriter(db));
  for (const client of [await server.follow(runId), await server.followAll()]) {
    const ping = await client.event('ping');
    expect(ping).toEqual({ event: 'ping', id: null, data: { at: expect.stringMatching(/^\d{4}-.*Z$/) } });
    const pings = () => client.messages.filter(({ event }) => event === 'ping').length;
    await client.seen(() => pings() > 2);
  }
});
