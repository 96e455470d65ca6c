import { hold, type QdrantFault, type QdrantOperation, startQdrantServer } from '@telltale/testing/qdrant';
import { vectorStoreConformance } from '@telltale/testing/vector-store-conformance';
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openQdrant, type QdrantOptions } from './qdrant.ts';

const server = await startQdrantServer({ apiKey: 'key' });
afterAll(() => server.close());

const SPACE = { model: 'one', dimensions: 2 };
const X = Float32Array.of(1, 0);
const OLD = [1, 2].map((id) => ({ id, tags: [], vector: X }));
const NEW = [1, 3, 4].map((id) => ({ id, tags: [], vector: X }));

function openStore(options: Partial<QdrantOptions> = {}) {
  return openQdrant({ url: server.url, apiKey: 'key', remedy: 'Do the remedy.', ...options });
}

async function openWith(points: typeof OLD, options: Partial<QdrantOptions> = {}) {
  const store = openStore(options);
  await store.open(SPACE);
  await store.replace('a', points);
  return store;
}

const idsIn = async (store: ReturnType<typeof openStore>): Promise<number[]> =>
  (await store.search({ vector: X, limit: 10 })).map(({ id }) => id);

/** How many points with a vector the server has, seen or not. */
const kept = (): number => server.collections.get('telltale')?.select({ must_not: [RECORD] }).length ?? 0;
const RECORD = { key: 'record', match: { value: true } };

vectorStoreConformance('Qdrant', () => openStore());

beforeEach(() => {
  server.collections.clear();
  onTestFinished(() => server.recover());
});

test('the collection compares by cosine, has indexes for the filters, and says which model it is for', async () => {
  await openWith(OLD);
  const collection = server.collections.get('telltale');
  expect(collection?.config).toEqual({
    vectors: { passage: { size: 2, distance: 'Cosine' } },
    metadata: { telltaleModel: 'one' },
  });
  expect([...(collection?.indexes.keys() ?? [])].sort()).toEqual(['generation', 'owner', 'record', 'tags']);
});

describe('a replace that fails', () => {
  test.each<[string, QdrantOperation, QdrantFault]>([
    ['as its points are written', 'upsertPoints', { status: 500 }],
    ['as its points are written, half of which arrived', 'upsertPoints', 'lose-answer'],
    ['before its points count', 'getPoints', { status: 503 }],
  ])('%s leaves the old points, and nothing else', async (_what, operation, fault) => {
    const store = await openWith(OLD);
    server.fail(operation, fault, { times: 1 });
    await expect(store.replace('a', NEW)).rejects.toMatchObject({ code: 'vector_store_failed', retryable: true });
    expect(await idsIn(store)).toEqual([1, 2]);
    expect(kept()).toBe(2);
    expect(await store.count()).toBe(2);
  });

  test('as the old points are removed has replaced them, and the next one removes them', async () => {
    const store = await openWith(OLD);
    server.fail('deletePoints', { status: 500 }, { times: 1 });
    await expect(store.replace('a', NEW)).rejects.toMatchObject({ retryable: true });
    expect(await idsIn(store)).toEqual([1, 3, 4]);
    expect(await store.count('a')).toBe(3);
    expect(kept()).toBe(5);
    for (const [id, point] of server.collections.get('telltale')?.points ?? []) {
      const payload = { ...point.payload, writtenAt: 0 }; // As if all of it were long ago.
      server.collections.get('telltale')?.points.set(id, { ...point, payload });
    }
    await store.replace('a', OLD);
    expect(await idsIn(store)).toEqual([1, 2]);
    expect(kept()).toBe(2);
  });

  test('with the process, at any request, leaves the old points or the new ones to be found', async () => {
    const outcomes = new Set<string>();
    for (const operation of ['upsertPoints', 'getPoints', 'deletePoints'] as const) {
      server.collections.clear();
      const store = await openWith(OLD);
      const stop = new AbortController();
      const gate = hold();
      server.fail(operation, gate, { times: 1 });
      const dying = store.replace('a', NEW, { signal: stop.signal }).catch(() => 'died');
      await gate.reached();
      server.fail('deletePoints', 'cut'); // Whoever died does not clean up.
      stop.abort();
      expect(await dying).toBe('died');
      server.recover();
      outcomes.add((await idsIn(store)).join());
      gate.open();
    }
    expect([...outcomes].sort()).toEqual(['1,2', '1,3,4']);
  });
});

test('points on their way in are not found, and those found meanwhile are the old ones', async () => {
  const store = await openWith(OLD);
  const gate = hold();
  server.fail('getPoints', gate, { times: 1 }); // Between the upload and the moment at which it counts.
  const replacing = store.replace('a', NEW);
  await gate.reached();
  expect(kept()).toBe(5);
  expect(await idsIn(store)).toEqual([1, 2]);
  expect(await store.count()).toBe(2);
  gate.open();
  await replacing;
  expect(await idsIn(store)).toEqual([1, 3, 4]);
  expect(kept()).toBe(3);
});

test('a search under way when points are replaced finds all of the new ones', async () => {
  const store = await openWith(OLD);
  const gate = hold();
  server.fail('getPoints', gate, { times: 1 }); // It has seen the old points, and asks whether they count.
  const searching = store.search({ vector: X, limit: 10 });
  await gate.reached();
  await store.replace('a', NEW);
  gate.open();
  expect((await searching).map(({ id }) => id)).toEqual([1, 3, 4]);
});

test('the count of all owners is right beyond one page of them', async () => {
  const store = await openWith(OLD);
  const collection = server.collections.get('telltale');
  for (let index = 0; index < 1200; index += 1) {
    const id = `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;
    const payload = { record: true, owner: `owner-${index}`, generation: 'x', pointCount: 2 };
    collection?.points.set(id, { id, vector: {}, payload });
  }
  expect(await store.count()).toBe(2402);
});

describe('a server that cannot be used', () => {
  test.each<[string, QdrantFault, boolean, string]>([
    ['is overloaded', { status: 429, headers: { 'retry-after': '3' } }, true, 'status 429'],
    ['fails', { status: 500 }, true, 'status 500'],
    ['hangs up', 'cut', true, 'cannot be reached'],
    ['does not answer', 'hang', true, 'did not answer within 100 ms'],
    ['refuses the request', { status: 400, message: 'Wrong input: secret' }, false, 'status 400'],
  ])('because it %s is told so', async (_what, fault, retryable, words) => {
    const store = await openWith(OLD, { timeoutMs: 100 });
    server.fail('queryPoints', fault);
    const error: unknown = await idsIn(store).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'vector_store_failed', retryable, message: expect.stringContaining(words) });
    expect(String(error)).not.toContain('secret');
  });

  test('because the key is wrong or missing is told so', async () => {
    await expect(openStore({ apiKey: 'wrong' }).open(SPACE)).rejects.toMatchObject({ hint: 'Check the API key.' });
    await expect(openQdrant({ url: server.url }).open(SPACE)).rejects.toMatchObject({ hint: 'Check the API key.' });
  });

  test('because it is too old is told so before anything is written', async () => {
    const old = await startQdrantServer({ version: '1.15.4' });
    onTestFinished(() => old.close());
    const store = openQdrant({ url: old.url });
    await store.open(SPACE);
    await expect(store.replace('a', OLD)).rejects.toThrow('its version is 1.15.4, and 1.16 or newer is needed');
    expect(old.collections.size).toBe(0);
  });

  test('because there is none is told so', async () => {
    const gone = await startQdrantServer();
    const store = openQdrant({ url: gone.url });
    await gone.close();
    await expect(store.open(SPACE)).rejects.toMatchObject({ retryable: true, hint: expect.stringContaining('URL') });
    expect(() => openQdrant({ url: 'localhost:6333' })).toThrow('not a valid one');
  });

  test('because something else answers there is told so', async () => {
    await expect(openStore({ url: `${server.url}/behind/a/path` }).open(SPACE)).rejects.toMatchObject({
      message: expect.stringContaining('status 404'),
    });
  });
});

test('a collection of somebody else is left alone', async () => {
  server.collections.clear();
  await openWith(OLD, { collection: 'other' });
  const collection = server.collections.get('other');
  if (collection !== undefined) Object.assign(collection.config, { metadata: { theirs: true } });
  const refusal = { message: expect.stringContaining('was not made by Telltale') };
  await expect(openStore({ collection: 'other' }).open(SPACE)).rejects.toMatchObject(refusal);
  await expect(openStore({ collection: 'other' }).clear()).rejects.toMatchObject(refusal);
  expect(server.collections.has('other')).toBe(true);
});

test('an abort hangs up on a request under way', async () => {
  const store = await openWith(OLD);
  const gate = hold();
  server.fail('queryPoints', gate, { times: 1 });
  const stop = new AbortController();
  const refused = expect(store.search({ vector: X, limit: 1, signal: stop.signal })).rejects.toThrow('enough');
  await gate.reached();
  stop.abort(new Error('enough'));
  await refused;
  gate.open();
});
