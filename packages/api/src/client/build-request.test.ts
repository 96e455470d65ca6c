import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { ENDPOINTS } from '../endpoints/index.ts';
import { buildRequest } from './build-request.ts';

const endpoints: readonly (readonly [string, Endpoint])[] = Object.entries(ENDPOINTS);

describe('a request', () => {
  test.each(endpoints)('of %s has no name in two of its parts', (_, { path, params, query, body }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(params?.shape ?? {})).toEqual(inPath);
    const names = [params, query, body].flatMap((part) => Object.keys((part as z.ZodObject | undefined)?.shape ?? {}));
    expect(names).toEqual([...new Set(names)]);
  });

  test('has each value where its endpoint wants it', () => {
    const { path, method, body } = buildRequest(
      ENDPOINTS.retryRun,
      { runId: 'a-b-run-1', fresh: true, reason: undefined },
      {},
    );
    expect({ path, method, body }).toEqual({
      path: '/api/v1/runs/a-b-run-1/retry',
      method: 'POST',
      body: '{"fresh":true}',
    });
    const listed = buildRequest(
      ENDPOINTS.listRuns,
      { verdict: ['stuck', 'quiet'], limit: 20, waiting: false, text: 'a&b=ü c', cursor: undefined },
      {},
    );
    expect(listed.path).toBe('/api/v1/runs?verdict=stuck%2Cquiet&limit=20&waiting=false&text=a%26b%3D%C3%BC+c');
    expect(listed.body).toBeNull();
  });

  test('escapes what is in its path', () => {
    const { path } = buildRequest(ENDPOINTS.listItems, { runId: 'a/../b?c#d', step: 'ü %2F' }, {});
    expect(path).toBe('/api/v1/runs/a%2F..%2Fb%3Fc%23d/steps/%C3%BC%20%252F/items');
  });

  test.each(['', '.', '..'])('is refused for the path parameter %j, which would lead elsewhere', (runId) => {
    expect(() => buildRequest(ENDPOINTS.pauseRun, { runId }, {})).toThrow(
      expect.objectContaining({ code: 'request_invalid', faults: [{ path: 'runId', message: expect.any(String) }] }),
    );
  });

  test.each(['counts', 'stream'])('is refused for a run %j, whose path is another endpoint', (runId) => {
    expect(() => buildRequest(ENDPOINTS.getRun, { runId }, {})).toThrow(
      expect.objectContaining({ code: 'request_invalid' }),
    );
  });

  test('leaves it to the server to refuse names that it does not know', () => {
    expect(buildRequest(ENDPOINTS.listRuns, { verdicts: 'stuck' }, {}).path).toBe('/api/v1/runs?verdicts=stuck');
    expect(buildRequest(ENDPOINTS.submitRun, { pipline: 'a' }, {}).body).toBe('{"pipline":"a"}');
  });

  test('has the headers of its endpoint, and nothing else of the options', () => {
    const options = { idempotencyKey: 'k 1', timeoutMs: 5, range: 'bytes=0-1' };
    expect(buildRequest(ENDPOINTS.submitRun, { pipeline: 'a', input: 1 }, options).headers).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': 'k 1',
    });
    const file = buildRequest(
      ENDPOINTS.getArtifact,
      { runId: 'a', artifactId: 'b' },
      { ...options, ifNoneMatch: '"x"' },
    );
    expect(file.headers).toEqual({ accept: 'application/octet-stream', range: 'bytes=0-1', 'if-none-match': '"x"' });
  });

  test.each(['', 'a\r\nb: c', 'schlüssel'])('is refused with a header of %j', (idempotencyKey) => {
    const build = () => buildRequest(ENDPOINTS.submitRun, { pipeline: 'a', input: 1 }, { idempotencyKey });
    expect(build).toThrow(expect.objectContaining({ code: 'request_invalid', status: 400 }));
  });

  test('of an upload has the file as its body, and the rest in the query', () => {
    const file = new Blob(['sound']);
    expect(buildRequest(ENDPOINTS.uploadAudio, { name: 'a b.mp3', file }, {})).toEqual({
      path: '/api/v1/uploads?name=a+b.mp3',
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/octet-stream' },
      body: file,
    });
    // Of all others a file is a parameter that they do not have.
    expect(buildRequest(ENDPOINTS.listRuns, { file: 'x' }, {}).path).toBe('/api/v1/runs?file=x');
  });
});
