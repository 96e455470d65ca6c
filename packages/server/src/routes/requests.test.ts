import { API_PATH, ENDPOINTS, type Endpoint } from '@telltale/api';
import { TelltaleError } from '@telltale/core';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { errorOf, testServer } from '../../test/server.ts';

const server = testServer(testDatabase(), { working: false });

describe('a request that cannot be understood', () => {
  test('is refused with every fault of every part', async () => {
    const response = await server.request('/api/v1/runs?limit=0&status=asleep,running&createdAfter=soon');
    const error = await errorOf(response);
    expect(error).toMatchObject({ status: 400, code: 'request_invalid', hint: expect.stringContaining('/api/docs') });
    expect(error.details?.faults).toEqual([
      { path: 'status[0]', message: expect.stringContaining('"queued"') },
      { path: 'createdAfter', message: expect.any(String) },
      { path: 'limit', message: expect.stringContaining('1') },
    ]);
  });

  test.for([
    ['/runs?verdit=stuck', 'verdit', 'no such parameter; there are pipeline, subject, status, verdict'],
    ['/runs/x?after=1', 'after', 'no such parameter; this address takes none'],
    ['/runs/x/stream?aftre=1', 'aftre', 'no such parameter; there are after'],
    ['/runs?pipeline=a&pipeline=b', 'pipeline', 'given more than once'],
    ['/runs?pipeline=', 'pipeline', 'expected a name; leave it out for all of them'],
    ['/runs?limit=many', 'limit', 'expected a whole number'],
    ['/runs?createdAfter=2026-02-30', 'createdAfter', 'expected a day such as 2026-11-21'],
  ] as const)('%s would not do what it says, and is refused', async ([path, name, said]) => {
    const error = await errorOf(await server.request(`/api/v1${path}`));
    expect(error).toMatchObject({ status: 400, code: 'request_invalid' });
    expect(error.details?.faults).toEqual([{ path: name, message: expect.stringContaining(said) }]);
  });

  test.for([
    ['2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['2026-11-21T03:14:15Z', '2026-11-21T03:14:15.000Z'],
    ['2026-11-21T03:14:15.926Z', '2026-11-21T03:14:15.926Z'],
    ['2026-11-21T03:14:15+01:00', '2026-11-21T02:14:15.000Z'],
  ] as const)('an instant may be written as %s', ([written, meant]) => {
    expect(ENDPOINTS.listRuns.query.parse({ createdAfter: written }).createdAfter).toBe(meant);
  });

  test.for([
    ['{"pipeline": ', 'the body is not valid JSON'],
    ['[]', 'expected object'],
    ['{"pipeline": "x", "input": 1, "prioritty": 3}', 'prioritty'],
    ['', 'pipeline: is missing; input: is missing'],
  ] as const)('%j as a body is refused', async ([body, said]) => {
    const headers = { 'Content-Type': 'application/json' };
    const error = await errorOf(await server.request('/api/v1/runs', { method: 'POST', headers, body }));
    expect(error).toMatchObject({ status: 400, code: 'request_invalid', message: expect.stringContaining(said) });
  });

  test.for(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'a body of type %j is refused, since a page of another site can send such',
    async (type) => {
      const body = new TextEncoder().encode('{}');
      const headers: Record<string, string> = type === '' ? {} : { 'Content-Type': type };
      const error = await errorOf(await server.request('/api/v1/runs/x/pause', { method: 'POST', headers, body }));
      expect(error).toMatchObject({ status: 415, code: 'content_type_unsupported' });
    },
  );

  test('no body at all is fine where nothing has to be said', async () => {
    const error = await errorOf(await server.request('/api/v1/runs/x/pause', { method: 'POST' }));
    expect(error.code).toBe('run_not_found');
  });
});

describe('an address', () => {
  test('that is not there is answered in the shape of all errors', async () => {
    for (const path of ['/nothing', '/api/v1/nothing', '/api/v1/runs/', '/api/v1/runs/x/artifacts/../../../..']) {
      expect(await errorOf(await server.request(path))).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  test('that takes other methods names them', async () => {
    const response = await server.request('/api/v1/runs', { method: 'DELETE' });
    expect(response.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
    expect(await errorOf(response)).toMatchObject({ status: 405, code: 'method_not_allowed' });
  });

  test.for(['/', '/api/docs', '/login', '/healthz'])('%s, a page, is one that takes other methods', async (path) => {
    const response = await server.request(path, { method: 'DELETE' });
    expect(response.headers.get('allow')).toMatch(/^GET, /);
    expect(await errorOf(response)).toMatchObject({ status: 405, code: 'method_not_allowed' });
  });

  test('of any GET can be asked with HEAD: the same headers, no body', async () => {
    const get = await server.request('/api/v1/runs');
    const head = await server.request('/api/v1/runs', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
    expect(await head.text()).toBe('');
  });
});

test('HEAD of a stream holds no place among the streams', async () => {
  const runId = await server.start();
  expect((await server.ask('streamRun', { params: { runId } })).headers.get('content-type')).toBe('text/event-stream');
  const path = `/api/v1/runs/${runId}/stream`;
  expect((await server.request(path, { method: 'HEAD' })).status).toBe(200);
  expect(server.context.streams.clients).toBe(0);
});

test('a stream begins after the id that a browser sends when it comes back', async () => {
  const runId = await server.start();
  const response = await server.ask('streamRun', {
    params: { runId },
    query: { after: 0 },
    headers: { 'Last-Event-ID': '99' },
  });
  expect(await errorOf(response)).toMatchObject({ status: 409, code: 'seq_ahead' });
});

describe('an error that nobody expected', () => {
  test('is told by a reference that stands in the log, and by nothing else', async () => {
    const { reader } = server.client;
    const { listRuns } = reader;
    Object.assign(reader, { listRuns: () => Promise.reject(new Error('SELECT secret FROM /etc/passwd')) });
    const error = await errorOf(await server.request('/api/v1/runs'));
    Object.assign(reader, { listRuns });
    expect(error).toMatchObject({
      status: 500,
      code: 'internal',
      details: { reference: expect.stringMatching(/^[0-9a-f]{8}$/) },
    });
    expect(JSON.stringify(error)).not.toContain('secret');
    const line = server.lines.find(({ fields }) => fields.reference === error.details?.reference);
    expect(line).toMatchObject({
      level: 'error',
      fields: { error: expect.objectContaining({ message: expect.stringContaining('secret') }) },
    });
  });

  test('nor does a code that the contract does not know reach a caller', async () => {
    const { reader } = server.client;
    const { listRuns } = reader;
    Object.assign(reader, { listRuns: () => Promise.reject(new TelltaleError('inner', { code: 'inner_thing' })) });
    const error = await errorOf(await server.request('/api/v1/runs'));
    Object.assign(reader, { listRuns });
    expect(error.code).toBe('internal');
  });
});

describe('the log of requests', () => {
  test('has a line for what changes something, with who did it, and none for what only looks', async () => {
    const before = server.lines.length;
    await server.request('/api/v1/runs');
    await server.request('/healthz');
    await server.request('/api/v1/runs/x/pause', { method: 'POST' });
    expect(server.lines.slice(before)).toEqual([
      {
        level: 'info',
        message: 'POST /api/v1/runs/x/pause: 404',
        fields: { method: 'POST', path: '/api/v1/runs/x/pause', status: 404, ms: expect.any(Number), by: 'local' },
      },
    ]);
  });
});

test('every endpoint has a route of its own that is not the one of another', () => {
  const routes = new Set(server.app.routes.map(({ method, path }) => `${method} ${path}`));
  for (const { method, path } of Object.values<Endpoint>(ENDPOINTS)) {
    expect(routes).toContain(`${method.toUpperCase()} ${API_PATH}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
  }
});
