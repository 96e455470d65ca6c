import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { makeRun, openWriter, prune, range, remove, startStreams } from './fixtures/stream-rig.ts';

const db = testDatabase();
const DONE = { type: 'run.succeeded', data: { durationMs: 1 } } as const;

describe('a stream of a run', () => {
  test('says when to come back, then how things are, then the trace, each event with its seq as its id', async () => {
    const server = await startStreams(db.url);
    const { runId, log } = await makeRun(await openWriter(db));
    await log(2, 'line 1\nline 2');
    const client = await server.follow(runId);
    await client.trace(3);

    const { statusCode, headers } = client.response;
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(headers).not.toHaveProperty('content-encoding');
    expect(client.preamble).toBe('retry: 1000');
    expect(client.names).toEqual(expect.arrayContaining(['status', 'trace']));
    expect(client.names[0]).toBe('status');
    expect(client.messages.filter(({ event }) => event !== 'trace').map(({ id }) => id)).not.toContainEqual(
      expect.anything(),
    );
    expect(client.seqs).toEqual([1, 2, 3]);
    expect(await client.seen(({ id }) => id === '2')).toMatchObject({
      data: { runId, seq: 2, type: 'log.written', step: 'transcribe', data: { message: 'line 1\nline 2' } },
    });
  });

  test('goes on after each seq of a run, and every client gets exactly the rest', async () => {
    const server = await startStreams(db.url);
    const { runId, log } = await makeRun(await openWriter(db));
    const written = await log(299);
    expect(written).toBe(300);
    const clients = await Promise.all(range(0, 300).map((after) => server.follow(runId, { after })));
    await log();
    for (const [after, client] of clients.entries()) {
      await client.trace(301);
      expect(client.seqs).toEqual(range(after + 1, 301));
    }
  });

  test('has no gap and no repeat while four writers commit to the run', async () => {
    const server = await startStreams(db.url);
    const writers = await Promise.all(range(1, 4).map(() => openWriter(db)));
    const run = await makeRun(writers[0] as (typeof writers)[0]);
    const owner = run.recorder.owner;
    const last = 1 + 4 * 50 * 4;
    const clients = [await server.follow(run.runId)];
    await Promise.all(
      writers.map(async ({ recorder }, writer) => {
        const writes = recorder.run(run.runId, owner === null ? {} : { owner });
        for (let commit = 0; commit < 50; commit += 1) {
          for (let event = 0; event < 4; event += 1) {
            writes.event({ type: 'log.written', data: { level: 'info', message: `${writer}-${commit}-${event}` } });
          }
          await writes.flushed();
          if (commit % 10 === 0) clients.push(await server.follow(run.runId, { after: writes.lastSeq }));
        }
      }),
    );
    for (const client of clients) {
      await client.trace(last);
      expect(client.seqs).toEqual(range(client.seqs[0] ?? 0, last));
    }
    expect(clients[0]?.seqs).toHaveLength(last);
  });

  test('tells of history that retention has removed', async () => {
    const server = await startStreams(db.url);
    const writer = await openWriter(db);
    const { runId, log } = await makeRun(writer);
    await log(99);
    await prune(writer.pool, runId, 41);
    const client = await server.follow(runId, { after: 10 });
    await client.trace(100);
    expect(client.names.filter((name) => name === 'reset' || name === 'trace')).toEqual(['reset', 'trace']);
    expect((await client.event('reset')).data).toEqual({ firstSeq: 41, lastSeq: 100 });
    expect(client.seqs).toEqual(range(41, 100));
  });

  test('ends when the run is removed', async () => {
    const server = await startStreams(db.url);
    const writer = await openWriter(db);
    const { runId } = await makeRun(writer);
    const client = await server.follow(runId);
    await client.trace(1);
    await remove(writer.pool, runId);
    await client.ended;
    expect(client.messages.at(-1)).toMatchObject({ event: 'end', data: { reason: 'gone' } });
  });
});

test('a stream that the database refuses to read for ends, and its client is to come back', async () => {
  const server = await startStreams(db.url);
  const writer = await openWriter(db);
  const { runId } = await makeRun(writer);
  const { pool } = writer;
  const client = await server.follow(runId);
  await server.feedSignals.on('waiting').seen(({ position }) => position === 1);
  await pool.query('ALTER TABLE telltale.event RENAME TO hidden');
  try {
    await pool.query(`SELECT pg_notify('telltale', $1)`, [`${runId} 2`]);
    await client.ended;
  } finally {
    await pool.query('ALTER TABLE telltale.hidden RENAME TO event');
  }
  expect(client.messages.at(-1)?.data).toEqual({ reason: 'failed', retryMs: expect.any(Number) });
});

describe('a stream of a run that ends', () => {
  test('ends with it, also where DBOS has the end a moment after the trace', async () => {
    const server = await startStreams(db.url);
    const { runId, recorder, log, setStatus } = await makeRun(await openWriter(db));
    const looked = server.feedSignals.on('waiting').next(({ position }) => position === 3);
    const client = await server.follow(runId);
    await log();
    await recorder.record(DONE);
    await looked;
    await setStatus('SUCCESS');
    await client.ended;
    expect(client.seqs).toEqual([1, 2, 3]);
    expect(client.messages.at(-1)).toEqual({ event: 'end', id: null, data: { reason: 'run-ended' } });
  });

  test('ends after the replay where it ended before', async () => {
    const server = await startStreams(db.url);
    const { runId, recorder, log, setStatus } = await makeRun(await openWriter(db));
    await log(600, 'x'.repeat(500));
    await recorder.record(DONE);
    await setStatus('SUCCESS');
    const client = await server.follow(runId);
    await client.ended;
    expect(client.seqs).toEqual(range(1, 602));
    expect(client.messages.at(-1)?.data).toEqual({ reason: 'run-ended' });
  });

  test('ends at once where the client has everything, or retention has removed everything', async () => {
    const server = await startStreams(db.url);
    const writer = await openWriter(db);
    const { runId, recorder, setStatus } = await makeRun(writer);
    await recorder.record(DONE);
    await setStatus('SUCCESS');
    const complete = await server.follow(runId, { lastEventId: 2, after: 0 });
    await complete.ended;
    expect(complete.names.filter((name) => name !== 'status')).toEqual(['run', 'end']);

    await prune(writer.pool, runId, 3);
    const pruned = await server.follow(runId);
    await pruned.ended;
    expect(pruned.names.filter((name) => name !== 'status')).toEqual(['reset', 'run', 'end']);
    expect(pruned.messages.at(-1)?.data).toEqual({ reason: 'run-ended' });
  });

  test('goes on with a run that was started again', async () => {
    const server = await startStreams(db.url);
    const { runId, recorder, log, setStatus } = await makeRun(await openWriter(db));
    const client = await server.follow(runId);
    await recorder.record(DONE);
    await recorder.record({ type: 'run.started', data: { workerId: 'worker-1', attempt: 2 } });
    await setStatus('PENDING');
    await log();
    await client.trace(4);
    expect(client.seqs).toEqual([1, 2, 3, 4]);
    expect(client.names).not.toContain('end');
  });
});

describe('a stream is refused', () => {
  test.each([
    ['of a run that is not there', 'no-such-run', 0, 'run_not_found'],
    ['after an event that is not there', null, 2, 'seq_ahead'],
  ])('%s', async (_, missing, after, code) => {
    const server = await startStreams(db.url);
    const { runId } = await makeRun(await openWriter(db));
    const response = await server.app.request(`/runs/${missing ?? runId}/stream?after=${after}`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ code });
    expect(server.streams.clients).toBe(0);
  });

  test('beyond as many as the server serves, and taken when one has left', async () => {
    const server = await startStreams(db.url, { settings: { maxClients: 2 } });
    const { runId } = await makeRun(await openWriter(db));
    const first = await server.follow(runId);
    const second = await server.followAll();
    await Promise.all([first.event('status'), second.event('status')]);
    expect(server.streams.clients).toBe(2);
    for (const path of [`/runs/${runId}/stream`, '/runs/stream']) {
      expect(await (await server.app.request(path)).json()).toEqual({ code: 'streams_exhausted' });
    }
    const left = server.signals.on('streamClosed').next();
    second.close();
    expect(await left).toEqual({ how: 'left' });
    await (await server.follow(runId)).trace(1);
  });

  test('by a server that is being stopped', async () => {
    const server = await startStreams(db.url);
    const { runId } = await makeRun(await openWriter(db));
    await server.streams.close();
    for (const path of [`/runs/${runId}/stream`, '/runs/stream']) {
      expect(await (await server.app.request(path)).json()).toEqual({ code: 'shutting_down' });
    }
  });
});

test('a stream of which nobody reads the body holds nothing', async () => {
  const server = await startStreams(db.url);
  const { runId } = await makeRun(await openWriter(db));
  const answer = await server.app.request(`/runs/${runId}/stream`, { method: 'HEAD' });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  await server.app.request('/runs/stream', { method: 'HEAD' });
  expect(server.streams.clients).toBe(0);
  expect(server.signals.all('streamOpened')).toEqual([]);
});

test('an observer that throws ends nothing', async () => {
  const failing = () => {
    throw new Error('an observer of the test fails');
  };
  const server = await startStreams(db.url, {
    hooks: { streamOpened: failing, streamClosed: failing, eventSent: failing },
  });
  const { runId, log } = await makeRun(await openWriter(db));
  const client = await server.follow(runId);
  await client.trace(1);
  await server.feedSignals.on('waiting').seen();
  await log();
  await client.trace(2);
  await server.close();
  await client.ended;
});

test('when the clients have left nothing of their runs is kept', async () => {
  const server = await startStreams(db.url);
  const { runId } = await makeRun(await openWriter(db));
  const clients = await Promise.all(range(1, 20).map(() => server.follow(runId)));
  for (const client of clients) await client.trace(1);
  const dropped = server.feedSignals.on('dropped').next();
  for (const client of clients) client.close();
  expect(await dropped).toEqual({ runId });
  expect(server.streams.clients).toBe(0);
  expect(server.signals.all('streamClosed')).toHaveLength(20);
});
