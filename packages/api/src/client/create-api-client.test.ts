import { getEventListeners } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { createApiClient } from './create-api-client.ts';
import { type Script, scriptedServer, sendJson } from './test/scripted-server.ts';

async function clientOf(script: Script) {
  const server = await scriptedServer(script);
  return { server, client: createApiClient({ url: server.url }) };
}

async function failureOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

const hang: Script = () => undefined;

describe('a call', () => {
  test('sends the token, the headers and the body, and gives the JSON of the answer', async () => {
    const { url, requests } = await scriptedServer((_, response) => sendJson(response, 201, { runId: 'a-b-run-1' }));
    const client = createApiClient({ url: `${url}/`, token: 'tt_secret', headers: { 'x-proxy': 'a' } });
    const submitted = await client.submitRun({ pipeline: 'a', input: { n: 1 } }, { idempotencyKey: 'k' });
    expect(submitted).toEqual({ runId: 'a-b-run-1' });
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: '/api/v1/runs',
        headers: {
          authorization: 'Bearer tt_secret',
          'x-proxy': 'a',
          'idempotency-key': 'k',
          'content-type': 'application/json',
        },
        body: '{"pipeline":"a","input":{"n":1}}',
      },
    ]);
  });

  test('finds a server below a path', async () => {
    const { url, requests } = await scriptedServer((_, response) => sendJson(response, 200, {}));
    await createApiClient({ url: `${url}/telltale/` }).getStatus();
    expect(requests[0]?.url).toBe('/telltale/api/v1/status');
  });

  test('gives nothing where the endpoint answers nothing', async () => {
    const { client } = await clientOf((_, response) => response.writeHead(204).end());
    expect(await client.setPriority({ runId: 'a-b-run-1', priority: 1 })).toBeUndefined();
  });

  test('gives the response where the endpoint answers no JSON, also one without a body', async () => {
    const { client } = await clientOf(({ headers }, response) => {
      if (headers['if-none-match'] !== undefined) response.writeHead(304).end();
      else response.writeHead(206, { 'content-type': 'audio/mpeg' }).end('abc');
    });
    const file = { runId: 'a-b-run-1', artifactId: 'x' };
    const part = await client.getArtifact(file, { range: 'bytes=0-2' });
    expect([part.status, await part.text()]).toEqual([206, 'abc']);
    expect((await client.getArtifact(file, { ifNoneMatch: '"x"' })).status).toBe(304);
  });
});

describe('a failed call', () => {
  test('has all that the server says', async () => {
    const faults = [{ path: 'limit', message: 'has to be at most 500' }];
    const error = {
      code: 'request_invalid',
      message: 'No.',
      hint: 'Do this.',
      details: { faults, runId: 'a', more: {} },
    };
    const { client } = await clientOf((_, response) => sendJson(response, 400, { error }));
    expect(await failureOf(client.listRuns({ limit: 501 }))).toMatchObject({
      message: 'No.',
      code: 'request_invalid',
      hint: 'Do this.',
      status: 400,
      details: { runId: 'a' },
      faults,
      retryable: false,
      retryAfterMs: null,
    });
  });

  test.each([
    [429, true],
    [500, true],
    [501, false],
    [503, true],
    [404, false],
    [409, false],
  ])('with status %s can be tried again: %s', async (status, retryable) => {
    const error = { code: 'some_new_code', message: 'No.' };
    const { client } = await clientOf((_, response) => sendJson(response, status, { error }, { 'retry-after': '7' }));
    expect(await failureOf(client.getStatus())).toMatchObject({
      code: 'some_new_code',
      status,
      retryable,
      retryAfterMs: 7000,
    });
  });

  test('with what a proxy answers says so, and what to do', async () => {
    const { client, server } = await clientOf((_, response) => {
      response.writeHead(502, { 'content-type': 'text/html', connection: 'close' }).end('<h1>Bad gateway</h1>');
    });
    expect(await failureOf(client.getStatus())).toMatchObject({
      message: `${server.url} answered “502 Bad Gateway”, and not as Telltale does (text/html).`,
      code: 'answer_not_understood',
      hint: expect.stringContaining('proxy'),
      status: 502,
      retryable: true,
    });
  });

  test.each([
    ['text/html', '<!doctype html>'],
    ['application/json', '{"runs": ['],
    ['application/json', ''],
  ])('with a success that is no JSON (%s, %j) says so', async (type, body) => {
    const { client } = await clientOf((_, response) => {
      response.writeHead(200, { 'content-type': type, connection: 'close' }).end(body);
    });
    expect(await failureOf(client.getStatus())).toMatchObject({
      code: 'answer_not_understood',
      status: 200,
      retryable: false,
    });
  });

  test('that is redirected goes nowhere else with its token', async () => {
    const { client, server } = await clientOf((_, response) => {
      response.writeHead(302, { location: '/login', connection: 'close' }).end();
    });
    const error = await failureOf(client.getStatus());
    expect(error).toMatchObject({ code: 'answer_not_understood', status: 302 });
    expect(error.message).toContain('redirect to /login');
    expect(server.requests).toHaveLength(1);
  });

  test('to where nothing listens says how to start a server', async () => {
    const { client, server } = await clientOf(hang);
    await server.stop();
    expect(await failureOf(client.getStatus())).toMatchObject({
      message: `The Telltale server at ${server.url} cannot be reached: nothing listens there.`,
      code: 'server_unreachable',
      hint: expect.stringContaining('telltale start'),
      status: null,
      retryable: true,
    });
  });

  test.each<[when: string, script: Script]>([
    ['before the answer', (_, response) => response.destroy()],
    [
      'in the answer',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"runs":', () => response.destroy());
      },
    ],
    [
      'in an error',
      (_, response) => {
        response.writeHead(500, { 'content-length': '100' });
        response.write('{"error":', () => response.destroy());
      },
    ],
  ])('that is cut %s is one without an answer', async (_, script) => {
    const { client } = await clientOf(script);
    expect(await failureOf(client.getStatus())).toMatchObject({ code: 'server_unreachable', status: null });
  });

  test('that gets something else than HTTP is one without an answer', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.9\r\n'));
    onTestFinished(() => void server.close());
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const client = createApiClient({ url: `http://127.0.0.1:${port}` });
    expect((await failureOf(client.getStatus())).code).toBe('server_unreachable');
  });
});

describe('a call that takes too long, or might', () => {
  test('fails after its time, and closes its connection', async () => {
    const { client, server } = await clientOf(hang);
    expect(await failureOf(client.getStatus({}, { timeoutMs: 20 }))).toMatchObject({
      message: `The Telltale server at ${server.url} has not answered for 0.02 s.`,
      code: 'server_silent',
      retryable: true,
    });
    await server.allClosed();
  });

  test('fails also in the middle of its answer, after the time of the client', async () => {
    const server = await scriptedServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    });
    const client = createApiClient({ url: server.url, timeoutMs: 20 });
    expect((await failureOf(client.getStatus())).code).toBe('server_silent');
    await server.allClosed();
  });

  test('fails with the reason of the signal that ends it', async () => {
    const aborted = new AbortController();
    const reason = new Error('enough');
    const { client, server } = await clientOf(() => aborted.abort(reason));
    await expect(client.getStatus({}, { signal: aborted.signal, timeoutMs: null })).rejects.toBe(reason);
    await expect(client.getStatus({}, { signal: aborted.signal })).rejects.toBe(reason);
    await server.allClosed();
    expect(server.requests).toHaveLength(1);
  });

  test('that ends in time leaves nothing behind at its signal', async () => {
    const { client } = await clientOf((_, response) => sendJson(response, 200, {}));
    const { signal } = new AbortController();
    await client.getStatus({}, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('may take as long as it likes where the answer is no JSON', async () => {
    const server = await scriptedServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"seq":1}\n');
    });
    const aborted = new AbortController();
    const client = createApiClient({ url: server.url, timeoutMs: 1 });
    const { body } = await client.downloadEvents({ runId: 'a-b-run-1' }, { signal: aborted.signal });
    const reader = body?.getReader();
    expect(await reader?.read()).toMatchObject({ value: new TextEncoder().encode('{"seq":1}\n') });
    const next = reader?.read();
    aborted.abort(new Error('enough'));
    await expect(next).rejects.toThrow();
    await server.allClosed();
  });
});

describe('a client', () => {
  test.each(['127.0.0.1:4040', 'ftp://a', 'http://', 'http://user:word@a', 'file:///etc'])(
    'is not made for the address %j',
    (url) => {
      expect(() => createApiClient({ url })).toThrow(expect.objectContaining({ code: 'url_invalid' }));
    },
  );

  test.each(['', 'tt_a\nb', 'tt_ü'])('is not made with the token %j, and does not say it', (token) => {
    const make = () => createApiClient({ url: 'http://a', token });
    expect(make).toThrow(expect.objectContaining({ code: 'token_invalid' }));
    expect(make).not.toThrow(expect.objectContaining({ message: expect.stringContaining('tt_') }));
  });

  test('asks where the page came from if it is told no address', async () => {
    const asked: unknown[] = [];
    const client = createApiClient({
      url: '',
      fetch: (address) => {
        asked.push(address);
        return Promise.resolve(Response.json({ pipelines: [] }));
      },
    });
    expect(await client.listPipelines()).toEqual({ pipelines: [] });
    expect(asked).toEqual(['/api/v1/pipelines']);
  });

  test('gives files as they are', async () => {
    const { client } = await clientOf((_, response) => response.writeHead(200).end('{"seq":1}\n{"seq":2}\n'));
    const { body } = await client.downloadEvents({ runId: 'a-b-run-1', after: 0 });
    expect(body && (await text(body))).toBe('{"seq":1}\n{"seq":2}\n');
  });
});
