import { expect, onTestFinished, test, vi } from 'vitest';
import { listModels } from './list-models.ts';

const { signal } = new AbortController();

/** What every provider answers; gives what it was asked. */
function answering(body: unknown, status = 200) {
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(body, { status }));
  onTestFinished(() => fetched.mockRestore());
  return fetched;
}

test.for([
  ['openai', '/models', { authorization: 'Bearer key' }, { data: [{ id: 'tiny' }] }],
  [
    'anthropic',
    '/models?limit=1000',
    { 'x-api-key': 'key', 'anthropic-version': '2023-06-01' },
    { data: [{ id: 'tiny', type: 'model' }], has_more: false },
  ],
  ['google', '/models?pageSize=1000', { 'x-goog-api-key': 'key' }, { models: [{ name: 'models/tiny' }] }],
] as const)('%s is asked as it wants to be', async ([protocol, path, headers, body]) => {
  const fetched = answering(body);
  const list = await listModels({ protocol, baseUrl: 'https://host/v1/' }, 'key', signal);
  expect(list).toEqual({ kind: 'models', names: ['tiny'] });
  expect(fetched).toHaveBeenCalledExactlyOnceWith(`https://host/v1${path}`, { headers, signal });
});

test.for([
  [401, {}, { kind: 'refused', status: 401 }],
  [500, {}, { kind: 'other', status: 500 }],
  [200, { models: 'none' }, { kind: 'other', status: 200 }],
] as const)('an answer with status %i and %j is %j', async ([status, body, list]) => {
  answering(body, status);
  expect(await listModels({ protocol: 'openai', baseUrl: 'https://host' }, undefined, signal)).toEqual(list);
});
