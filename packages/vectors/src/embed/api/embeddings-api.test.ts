import {
  type EmbeddingsReply,
  type EmbeddingsServer,
  refusesEmbeddings,
  startEmbeddingsServer,
  textVector,
} from '@telltale/testing/embeddings';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Embedder } from '../embedder.ts';
import { type EmbeddingsApiOptions, openEmbeddingsApi } from './embeddings-api.ts';

const { signal } = new AbortController();
let server: EmbeddingsServer;

beforeEach(async () => {
  server = await startEmbeddingsServer({ apiKey: 'sk-secret' });
  onTestFinished(() => server.close());
});

const options = (more: Partial<EmbeddingsApiOptions> = {}): EmbeddingsApiOptions => ({
  baseUrl: server.url,
  apiKey: 'sk-secret',
  model: 'some-model',
  retryMs: 1,
  ...more,
});

/** One that need not ask how many dimensions there are. */
const open = (more: Partial<EmbeddingsApiOptions> = {}): Promise<Embedder> =>
  openEmbeddingsApi(options({ dimensions: 8, ...more }));

describe('the space', () => {
  test('is learnt by one request where the model is not a known one', async () => {
    const embedder = await openEmbeddingsApi(options());
    expect(embedder.space).toEqual({ model: 'some-model', dimensions: 8 });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.body).not.toHaveProperty('dimensions');
  });

  test('is known of a known model without a request', async () => {
    const embedder = await openEmbeddingsApi(options({ model: 'text-embedding-3-small' }));
    expect(embedder.space).toEqual({ model: 'text-embedding-3-small', dimensions: 1536 });
    expect(server.requests).toEqual([]);
  });

  test('has the dimensions that were asked for, which the service is told', async () => {
    const embedder = await open({ dimensions: 5 });
    const [vector] = await embedder.embed(['one'], { signal });
    expect(embedder.space.dimensions).toBe(5);
    expect(vector).toHaveLength(5);
    expect(server.requests[0]?.body.dimensions).toBe(5);
  });
});

describe('embed', () => {
  test('gives a vector of length 1 for each text, in their order, in as many requests as it takes', async () => {
    const embedder = await open({ batchSize: 2 });
    const texts = ['one two', 'three', 'four five six', 'seven', 'one two'];
    const vectors = await embedder.embed(texts, { signal });
    expect(server.requests.map(({ body }) => body.input)).toEqual([texts.slice(0, 2), texts.slice(2, 4), ['one two']]);
    for (const [index, text] of texts.entries()) {
      const expected = textVector(text, 8);
      expect([...(vectors[index] ?? [])].every((value, at) => Math.abs(value - (expected[at] ?? 9)) < 1e-6)).toBe(true);
    }
    expect(vectors[4]).toEqual(vectors[0]);
  });

  test('makes vectors of length 1 of those that are not', async () => {
    const data = [{ index: 0, embedding: [3, 0, 0, 0, 0, 0, 0, 4] }];
    server.script([{ kind: 'answer', status: 200, body: { data } }]);
    const [vector] = await (await open()).embed(['one'], { signal });
    expect([...(vector ?? [])].map((value) => value.toFixed(2)).join(' ')).toBe(
      '0.60 0.00 0.00 0.00 0.00 0.00 0.00 0.80',
    );
  });

  test('of no texts asks for nothing', async () => {
    expect(await (await open()).embed([], { signal })).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  test('refuses an empty text before anything is sent', async () => {
    const embedding = (await open()).embed(['one', ' \n'], { signal });
    await expect(embedding).rejects.toMatchObject({
      code: 'embedding_failed',
      message: expect.stringContaining('text 2'),
    });
    expect(server.requests).toEqual([]);
  });
});

describe('a failure that may pass', () => {
  test.each<[string, EmbeddingsReply]>([
    ['status 429', refusesEmbeddings(429, { retryAfterSeconds: 0 })],
    ['status 500', refusesEmbeddings(500)],
    ['status 503', { kind: 'answer', status: 503, body: '<html>busy</html>' }],
    ['a cut connection', { kind: 'cut' }],
  ])('%s, is tried again', async (_what, reply) => {
    server.script([reply, reply]);
    expect(await (await open()).embed(['one'], { signal })).toHaveLength(1);
    expect(server.requests).toHaveLength(3);
  });

  test('is given up after as many attempts as are allowed', async () => {
    server.script(Array.from({ length: 3 }, () => refusesEmbeddings(500)));
    await expect((await open({ attempts: 3 })).embed(['one'], { signal })).rejects.toMatchObject({
      code: 'embedding_failed',
      message: `some-model at ${new URL(server.url).host} made no vectors: it refused with status 500 (server_error).`,
      retryable: true,
    });
    expect(server.requests).toHaveLength(3);
  });

  test('is given up at once if the service asks for a wait of more than a minute', async () => {
    server.script([refusesEmbeddings(429, { code: 'rate_limit_exceeded', retryAfterSeconds: 61 })]);
    await expect((await open()).embed(['one'], { signal })).rejects.toMatchObject({ retryable: true });
    expect(server.requests).toHaveLength(1);
  });

  test('ends with the signal, though the service asked for a wait', async () => {
    server.script([refusesEmbeddings(429, { retryAfterSeconds: 59 })]);
    const stop = new AbortController();
    const embedding = (await open()).embed(['one'], { signal: stop.signal });
    const refused = expect(embedding).rejects.toThrow('enough');
    await server.request(1);
    stop.abort(new Error('enough'));
    await refused;
  });
});

describe('a failure that lasts', () => {
  test.each<[string, EmbeddingsReply, string]>([
    ['no credit', refusesEmbeddings(429, { code: 'insufficient_quota' }), 'no credit'],
    ['a refused request', refusesEmbeddings(400, { code: 'model_not_found' }), 'status 400 (model_not_found)'],
    ['an answer that is not JSON', { kind: 'answer', status: 200, body: '<html>' }, 'not JSON'],
    ['JSON of another kind', { kind: 'answer', status: 200, body: { ok: true } }, 'holds no vectors'],
    ['other dimensions', { kind: 'vectors', dimensions: 7 }, '7 dimensions, where 8 were expected'],
  ])('%s, is told at once', async (_what, reply, words) => {
    server.script([reply]);
    await expect((await open()).embed(['one'], { signal })).rejects.toMatchObject({
      code: 'embedding_failed',
      message: expect.stringContaining(words),
      retryable: false,
      hint: expect.stringMatching(/\.$/),
    });
    expect(server.requests).toHaveLength(1);
  });

  test('a wrong key, is told without naming it', async () => {
    const error: unknown = await openEmbeddingsApi(options({ apiKey: 'sk-wrong' })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining('status 401'), hint: 'Check the API key.' });
    expect(JSON.stringify(error)).not.toContain('sk-wrong');
  });
});

test('an answer that lacks vectors is refused', async () => {
  server.script([{ kind: 'vectors', drop: 1 }]);
  await expect((await open()).embed(['one', 'two'], { signal })).rejects.toMatchObject({
    message: expect.stringContaining('2 texts were sent, and vectors came for 1'),
  });
});

test('a service that does not answer is given up after the limit', async () => {
  server.script([{ kind: 'hang' }]);
  await expect((await open({ timeoutMs: 20, attempts: 1 })).embed(['one'], { signal })).rejects.toMatchObject({
    message: expect.stringContaining('did not answer within 20 ms'),
    retryable: true,
  });
});

test('an abort hangs up on a request under way', async () => {
  server.script([{ kind: 'hang' }]);
  const stop = new AbortController();
  const refused = expect((await open()).embed(['one'], { signal: stop.signal })).rejects.toThrow('enough');
  const request = await server.request(1);
  stop.abort(new Error('enough'));
  await refused;
  await request.abandoned;
});

test('a service that is not there, or a URL that is none, is told with what to check', async () => {
  const embedder = await open({ attempts: 1 });
  const nowhere = await open({ attempts: 1, baseUrl: 'nonsense' });
  await server.close();
  await expect(embedder.embed(['one'], { signal })).rejects.toMatchObject({ retryable: true });
  await expect(nowhere.embed(['one'], { signal })).rejects.toMatchObject({ hint: expect.stringContaining('base URL') });
});
