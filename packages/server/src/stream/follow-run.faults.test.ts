import { setUpDatabase } from '@telltale/engine/client';
import { startPostgres, testDatabase } from '@telltale/testing';
import { expect, onTestFinished, test } from 'vitest';
import { makeRun, openWriter, range, startStreams } from './fixtures/stream-rig.ts';

const db = testDatabase();

test('a server that stops sends its clients away, at many moments, and the next one goes on where they were', async () => {
  const first = await startStreams(db.url);
  const { runId, log } = await makeRun(await openWriter(db));
  await log(9);
  const clients = await Promise.all(range(1, 50).map(() => first.follow(runId)));
  const all = await first.followAll();
  for (const client of clients) await client.trace(10);
  await all.event('resync');
  await first.close();
  const retries = new Set<number>();
  for (const client of [...clients, all]) {
    await client.ended;
    const { event, data } = client.messages.at(-1) ?? {};
    expect(event).toBe('end');
    expect(data).toEqual({ reason: 'shutdown', retryMs: expect.any(Number) });
    expect(data.retryMs).toBeGreaterThanOrEqual(1_000);
    expect(data.retryMs).toBeLessThanOrEqual(5_000);
    retries.add(data.retryMs);
  }
  expect(retries.size).toBeGreaterThan(25);

  await log(5);
  const second = await startStreams(db.url, { port: first.port });
  const lastEventId = clients[0]?.seqs.at(-1) ?? 0;
  const again = await second.follow(runId, { lastEventId });
  await again.trace(15);
  await log();
  await again.trace(16);
  expect([...(clients[0]?.seqs ?? []), ...again.seqs]).toEqual(range(1, 16));
});

test('streams stay open while the database restarts, say so, and tell what came meanwhile', async () => {
  const postgres = await startPostgres({ fsync: false });
  onTestFinished(() => postgres.stop());
  const url = postgres.urlOf('telltale');
  await setUpDatabase(url);
  const server = await startStreams(url);
  const { runId, log } = await makeRun(await openWriter({ url }));
  const client = await server.follow(runId);
  const all = await server.followAll();
  await client.trace(1);
  await all.event('resync');

  const toldBefore = client.messages.length;
  await postgres.halt();
  await client.seen((message) => client.messages.indexOf(message) >= toldBefore && message.data.state === 'away');
  expect(server.streams.status.state).toBe('away');
  const refused = await server.app.request(`/runs/${runId}/stream`);
  expect(await refused.json()).toEqual({ code: 'database_unreachable' });
  const joined = await server.followAll();
  await joined.event('status');
  expect(joined.names).toEqual(['status']);

  const written = log(3);
  await postgres.start();
  await written;
  await client.trace(4);
  expect(client.seqs).toEqual([1, 2, 3, 4]);
  // Whether it says that all is well before or after it tells of what came is a race that nobody has to win.
  const names = client.names.filter((name) => name !== 'run');
  const turns = names.filter((name, index) => name !== names[index - 1]);
  expect(turns.join(', ')).toContain('trace, status, trace');
  await joined.event('resync');
  await all.seen(() => all.messages.filter(({ event }) => event === 'resync').length === 2);
  for (const stream of [client, all, joined]) {
    const states = stream.messages.filter(({ event }) => event === 'status').map(({ data }) => data.state);
    expect(states.at(-1)).toBe('live');
    expect(states.at(-2)).toBe('away');
  }
});
