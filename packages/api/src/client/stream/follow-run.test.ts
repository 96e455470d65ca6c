import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createApiClient } from '../create-api-client.ts';
import { frame, openStream, type Script, scriptedServer, sendJson } from '../test/scripted-server.ts';
import { ENDED, RUN, trace, traceEvent, traces } from '../test/trace.ts';
import type { RunMessage } from './follow-run.ts';
import type { FollowSettings } from './follow-settings.ts';

const QUICK: Partial<FollowSettings> = { retryMs: 1, maxRetryMs: 2 };
const LIVE = { kind: 'connection', state: 'live', since: expect.any(String) };

/** The seq that a request wants to go on from. */
const afterOf = (url: string) => Number(new URL(url, 'http://a').searchParams.get('after'));

async function follow(
  script: Script,
  { after, settings, signal }: { after?: number; settings?: Partial<FollowSettings>; signal?: AbortSignal } = {},
) {
  const server = await scriptedServer(script);
  const client = createApiClient({ url: server.url, follow: { ...QUICK, ...settings } });
  const messages = client.followRun({ runId: RUN, ...(after === undefined ? {} : { after }) }, { signal });
  onTestFinished(async () => void (await messages.return()));
  return { server, messages };
}

const seqs = (messages: readonly RunMessage[]) =>
  messages.flatMap((message) => (message.kind === 'trace' ? [message.event.seq] : []));
const lost = (messages: readonly RunMessage[]) =>
  messages.flatMap((message) =>
    message.kind === 'connection' && message.state === 'reconnecting' ? [message.error.code] : [],
  );
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

async function gather(messages: AsyncIterable<RunMessage>, into: RunMessage[] = []): Promise<readonly RunMessage[]> {
  for await (const message of messages) into.push(message);
  return into;
}

/** Sends what is asked for, the connection being cut after so many characters of it. */
const cutAfter = (response: ServerResponse, text: string) => {
  openStream(response);
  response.write(text, () => response.destroy());
};

test('how the run is comes between its events, as it was sent, and moves no position', async () => {
  const run = { runId: RUN, state: 'running', lastSeq: 2, step: { current: [{ key: 'segment 3' }] } };
  const { server, messages } = await follow((_, response, number) => {
    if (number === 0) return cutAfter(response, traces(1, 2) + frame('run', run));
    openStream(response);
    response.end(frame('run', run) + trace(3) + ENDED);
  });
  const kinds: string[] = [];
  for await (const message of messages) {
    kinds.push(message.kind);
    if (message.kind === 'run') expect(message.run).toEqual(run);
  }
  expect(kinds.filter((kind) => kind !== 'connection')).toEqual(['trace', 'trace', 'run', 'run', 'trace', 'end']);
  expect(server.requests.map(({ url }) => afterOf(url))).toEqual([0, 2]);
});

test('a run is followed from the start to its end', async () => {
  const status = { state: 'live', since: '2026-11-21T03:14:15.926Z' };
  const { server, messages } = await follow((_, response) => {
    openStream(response);
    response.end(
      `retry: 1000\n\n${frame('status', status)}${traces(1, 2)}${frame('ping', { at: status.since })}${ENDED}`,
    );
  });
  expect(await gather(messages)).toEqual([
    LIVE,
    { kind: 'status', ...status },
    { kind: 'trace', event: traceEvent(1) },
    { kind: 'trace', event: traceEvent(2) },
    { kind: 'end', reason: 'run-ended' },
  ]);
  expect(server.requests.map(({ url }) => url)).toEqual([`/api/v1/runs/${RUN}/stream?after=0`]);
  await server.allClosed();
});

test('a message that only a newer server sends is passed over', async () => {
  const { messages } = await follow((_, response) => {
    openStream(response);
    response.end(`${frame('weather', { state: 'fine' })}${trace(1)}${ENDED}`);
  });
  expect(seqs(await gather(messages))).toEqual([1]);
});

test('whichever event the connection is lost after, each comes once', async () => {
  for (const at of upTo(49, 0)) {
    const { server, messages } = await follow(({ url }, response, number) => {
      const from = afterOf(url) + 1;
      if (number === 0) return cutAfter(response, traces(from, at));
      openStream(response);
      response.end(traces(from, 50) + ENDED);
    });
    const all = await gather(messages);
    expect(seqs(all)).toEqual(upTo(50));
    expect(lost(all)).toEqual(['server_unreachable']);
    expect(server.requests.map(({ url }) => afterOf(url))).toEqual([0, at]);
    await server.stop();
  }
});

test('wherever in a message the connection is lost, each event comes once', async () => {
  const bytes = Buffer.from(trace(2));
  for (const cut of upTo(bytes.length - 1)) {
    const { server, messages } = await follow(({ url }, response, number) => {
      openStream(response);
      if (number > 0) return void response.end(traces(afterOf(url) + 1, 3) + ENDED);
      response.write(Buffer.concat([Buffer.from(trace(1)), bytes.subarray(0, cut)]), () => response.destroy());
    });
    expect(seqs(await gather(messages))).toEqual([1, 2, 3]);
    expect(server.requests.map(({ url }) => afterOf(url))).toEqual([0, 1]);
    await server.stop();
  }
});

test('a connection that ends without saying so is lost', async () => {
  const { messages } = await follow(({ url }, response) => {
    openStream(response);
    const from = afterOf(url) + 1;
    response.end(from > 3 ? ENDED : trace(from));
  });
  const all = await gather(messages);
  expect(seqs(all)).toEqual([1, 2, 3]);
  expect(lost(all)).toHaveLength(3);
});

test.each([
  ['shutdown', 'shutting_down'],
  ['failed', 'internal'],
])('an end with %s is come back from', async (reason, code) => {
  const { server, messages } = await follow(({ url }, response, number) => {
    openStream(response);
    response.end(
      number > 0 ? traces(afterOf(url) + 1, 4) + ENDED : traces(1, 2) + frame('end', { reason, retryMs: 1 }),
    );
  });
  const all = await gather(messages);
  expect(seqs(all)).toEqual([1, 2, 3, 4]);
  expect(all.filter(({ kind }) => kind === 'end')).toEqual([{ kind: 'end', reason: 'run-ended' }]);
  expect(lost(all)).toEqual([code]);
  expect(server.requests).toHaveLength(2);
});

test('an end because the run was removed is the last', async () => {
  const { server, messages } = await follow((_, response) => {
    openStream(response);
    response.end(frame('end', { reason: 'gone' }));
  });
  expect((await gather(messages)).at(-1)).toEqual({ kind: 'end', reason: 'gone' });
  expect(server.requests).toHaveLength(1);
});

test('a server in trouble is asked again, and says since when it is', async () => {
  const busy = { error: { code: 'database_unreachable', message: 'The database cannot be reached.' } };
  const { messages } = await follow((_, response, number) => {
    if (number === 0) return sendJson(response, 503, busy, { 'retry-after': '0' });
    if (number === 1) return sendJson(response, 429, { error: { code: 'too_many_attempts', message: 'Wait.' } });
    if (number === 2) return void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    openStream(response);
    response.end(trace(1) + ENDED);
  });
  const all = await gather(messages);
  expect(lost(all)).toEqual(['database_unreachable', 'too_many_attempts', 'answer_not_understood']);
  const [first, ...rest] = all.slice(0, 3).map((message) => message.kind === 'connection' && message.since);
  expect(rest).toEqual([first, first]);
  expect(all[3]).toEqual(LIVE);
  expect(seqs(all)).toEqual([1]);
});

test('a server that is not there is waited for', async () => {
  const { server, messages } = await follow((_, response) => cutAfter(response, trace(1)));
  expect((await messages.next()).value).toEqual(LIVE);
  expect((await messages.next()).value).toMatchObject({ kind: 'trace' });
  await server.stop();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    expect((await messages.next()).value).toMatchObject({
      kind: 'connection',
      state: 'reconnecting',
      error: { code: 'server_unreachable' },
    });
  }
});

test.each([
  ['no more than greets is asked more and more rarely', '', 16, 32],
  ['has something new each time is asked again soon', trace, 0.5, 1],
] as const)('a server that %s', async (_, news, least, most) => {
  const waited = vi.spyOn(globalThis, 'setTimeout');
  onTestFinished(() => void waited.mockRestore());
  const fetch = (address: unknown) => {
    const status = frame('status', { state: 'live', since: '2026-11-21T03:14:15.926Z' });
    const body = status + (news === '' ? news : news(afterOf(String(address)) + 1));
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };
  const follow = { retryMs: 1, maxRetryMs: 1_000, silenceMs: 5_000 };
  const client = createApiClient({ url: 'http://a', fetch, follow });
  let losses = 0;
  for await (const message of client.followRun({ runId: RUN })) {
    if (message.kind === 'connection' && message.state === 'reconnecting') losses += 1;
    if (losses === 7) break;
  }
  const pauses = waited.mock.calls.flatMap(([, ms]) => (ms === follow.silenceMs ? [] : [ms]));
  expect(pauses).toHaveLength(6);
  expect(pauses.at(-1)).toBeGreaterThanOrEqual(least);
  expect(pauses.at(-1)).toBeLessThanOrEqual(most);
});

test('a connection that goes silent is given up, before its answer and after', async () => {
  const { server, messages } = await follow(
    ({ url }, response, number) => {
      if (number === 0) return;
      openStream(response);
      if (number === 1) response.write(trace(1));
      else response.end(traces(afterOf(url) + 1, 2) + ENDED);
    },
    { settings: { silenceMs: 30 } },
  );
  const all = await gather(messages);
  expect(seqs(all)).toEqual([1, 2]);
  // On a slow machine also a connection that is none of the two may take too long.
  expect(lost(all).length).toBeGreaterThanOrEqual(2);
  expect(new Set(lost(all))).toEqual(new Set(['server_silent']));
  await server.allClosed();
});

test('the silence of a reader is not that of the server', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { messages } = await follow((_, response) => {
    openStream(response);
    response.write(trace(1));
  });
  await messages.next();
  await messages.next();
  expect(vi.getTimerCount()).toBe(0);
  const waiting = messages.next();
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(15_000);
  expect((await waiting).value).toMatchObject({ state: 'reconnecting', error: { code: 'server_silent' } });
});

test('a gap is not handed out: the stream is asked for again from before it', async () => {
  const { server, messages } = await follow(({ url }, response, number) => {
    openStream(response);
    response.end(number === 0 ? traces(1, 2) + traces(4, 5) : traces(afterOf(url) + 1, 5) + ENDED);
  });
  const all = await gather(messages);
  expect(seqs(all)).toEqual([1, 2, 3, 4, 5]);
  expect(lost(all)).toEqual(['answer_not_understood']);
  expect(server.requests.map(({ url }) => afterOf(url))).toEqual([0, 2]);
});

test('a repeat is not handed out', async () => {
  const { server, messages } = await follow(
    (_, response) => {
      openStream(response);
      response.end(traces(1, 4) + traces(3, 6) + ENDED);
    },
    { after: 2 },
  );
  expect(seqs(await gather(messages))).toEqual([3, 4, 5, 6]);
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['no JSON', 'event: trace\ndata: {"seq":\n\n'],
  ['no object', 'event: trace\ndata: 1\n\n'],
  ['no event', frame('trace', { seq: 'two' })],
  ['no event of a seq', frame('trace', {})],
])('a message that is %s is asked for again', async (_, broken) => {
  const { messages } = await follow(({ url }, response, number) => {
    openStream(response);
    response.end(number === 0 ? trace(1) + broken : traces(afterOf(url) + 1, 2) + ENDED);
  });
  const all = await gather(messages);
  expect(seqs(all)).toEqual([1, 2]);
  expect(lost(all)).toEqual(['answer_not_understood']);
});

test('after a reset the trace goes on from where it says, also over a lost connection', async () => {
  const { server, messages } = await follow(({ url }, response, number) => {
    if (number === 0) return cutAfter(response, trace(1) + frame('reset', { firstSeq: 40, lastSeq: 50 }));
    openStream(response);
    response.end(traces(afterOf(url) + 1, 42) + ENDED);
  });
  const all = await gather(messages);
  expect(all).toContainEqual({ kind: 'reset', firstSeq: 40, lastSeq: 50 });
  expect(seqs(all)).toEqual([1, 40, 41, 42]);
  expect(server.requests.map(({ url }) => afterOf(url))).toEqual([0, 39]);
});

test('a reset that leads back has the events again', async () => {
  const { messages } = await follow((_, response) => {
    openStream(response);
    response.end(traces(1, 3) + frame('reset', { firstSeq: 1, lastSeq: 2 }) + traces(1, 2) + ENDED);
  });
  expect(seqs(await gather(messages))).toEqual([1, 2, 3, 1, 2]);
});

test.each([
  [404, 'run_not_found'],
  [409, 'seq_ahead'],
  [401, 'token_invalid'],
])('a refusal with %s %s is thrown', async (status, code) => {
  const { server, messages } = await follow((_, response) =>
    sendJson(response, status, { error: { code, message: 'No.' } }),
  );
  await expect(gather(messages)).rejects.toMatchObject({ name: 'ApiError', status, code });
  expect(server.requests).toHaveLength(1);
});

test('a refusal after a lost connection is thrown, too', async () => {
  const gone = { error: { code: 'run_not_found', message: 'There is no such run.' } };
  const { messages } = await follow((_, response, number) =>
    number === 0 ? cutAfter(response, trace(1)) : sendJson(response, 404, gone),
  );
  const seen: RunMessage[] = [];
  await expect(gather(messages, seen)).rejects.toMatchObject({ code: 'run_not_found' });
  expect(seqs(seen)).toEqual([1]);
});

test('an answer that is no stream is thrown', async () => {
  const { messages } = await follow((_, response) => void response.writeHead(200).end('<!doctype html>'));
  await expect(messages.next()).rejects.toMatchObject({ code: 'answer_not_understood', status: 200 });
});

test('abort ends the wait for an answer, for a message and for the next try at once', async () => {
  const silent: Script[] = [
    () => undefined,
    (_, response) => openStream(response),
    (_, response) => sendJson(response, 503, { error: { code: 'a', message: 'a' } }, { 'retry-after': '600' }),
  ];
  for (const [ahead, script] of silent.entries()) {
    const aborted = new AbortController();
    const arrived = Promise.withResolvers<void>();
    const { server, messages } = await follow(
      (...given) => {
        script(...given);
        arrived.resolve();
      },
      { signal: aborted.signal },
    );
    if (ahead > 0) await messages.next();
    const next = messages.next();
    await arrived.promise;
    aborted.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await server.allClosed();
  }
});

test('an aborted reader who does not ask has no connection any more', async () => {
  const aborted = new AbortController();
  const { server, messages } = await follow((_, response) => openStream(response), { signal: aborted.signal });
  await messages.next();
  expect(server.openSockets).toBe(1);
  aborted.abort();
  await server.allClosed();
  expect(await messages.next()).toEqual({ done: true, value: undefined });
});

test('a connection that is of no more use is closed, also if the server leaves it open', async () => {
  const aborted = new AbortController();
  const { server, messages } = await follow(
    ({ url }, response, number) => {
      openStream(response);
      response.write(number === 0 ? trace(1) + trace(3) : traces(afterOf(url) + 1, 3) + ENDED);
    },
    { signal: aborted.signal },
  );
  expect(seqs(await gather(messages))).toEqual([1, 2, 3]);
  await server.allClosed();
  expect(getEventListeners(aborted.signal, 'abort')).toEqual([]);
});

test('a reader that leaves, also in the middle of a wait, has no connection any more', async () => {
  const { server, messages } = await follow((_, response) => openStream(response));
  await messages.next();
  const next = messages.next();
  await messages.return();
  expect(await next).toEqual({ done: true, value: undefined });
  await server.allClosed();
});

test('nothing is sent for a reader that never asks, or was aborted before', async () => {
  const script: Script = (_, response) => openStream(response);
  const never = await follow(script);
  await never.messages.return();
  const late = await follow(script, { signal: AbortSignal.abort() });
  expect(await late.messages.next()).toEqual({ done: true, value: undefined });
  expect([...never.server.requests, ...late.server.requests]).toEqual([]);
});

test('a reader that does not ask holds the stream up', async () => {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        sent += 1;
        controller.enqueue(new TextEncoder().encode(trace(sent)));
      },
    },
    { highWaterMark: 0 },
  );
  const answer = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  const client = createApiClient({ url: 'http://a', fetch: () => Promise.resolve(answer) });
  const messages = client.followRun({ runId: RUN });
  onTestFinished(async () => void (await messages.return()));
  await messages.next();
  expect(sent).toBe(0);
  for (const seq of upTo(5)) {
    expect((await messages.next()).value).toEqual({ kind: 'trace', event: traceEvent(seq) });
    expect(sent).toBe(seq);
  }
});
