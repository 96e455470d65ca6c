import { Hono } from 'hono';
import { expect, test, vi } from 'vitest';
import type { ServerEnv } from '../context.ts';
import { streamBody } from './stream-body.ts';

test.for([
  ['has its last piece', { done: true, value: undefined }],
  ['has one more', { done: false, value: new Uint8Array(1) }],
] as const)('a reader that leaves while its source is asked, which %s, is no error', async ([, answer]) => {
  const asked = Promise.withResolvers<IteratorResult<Uint8Array, undefined>>();
  const [error, release] = [vi.fn(), vi.fn()];
  const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error };
  const app = new Hono<ServerEnv>();
  app.get('/', (c) => c.body(streamBody({ next: () => asked.promise }, { c, logger, release })));
  const reader = (await app.request('/')).body!.getReader();
  const read = reader.read();
  await reader.cancel();
  asked.resolve(answer);
  await read;
  await asked.promise;
  expect(error).not.toHaveBeenCalled();
  expect(release).toHaveBeenCalledTimes(1);
});

test('a source that fails is one, with a line in the log', async () => {
  const error = vi.fn();
  const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error };
  const app = new Hono<ServerEnv>();
  const source = { next: () => Promise.reject(new Error('the disk is gone')) };
  app.get('/', (c) => c.body(streamBody(source, { c, logger, release: () => undefined })));
  await expect((await app.request('/')).text()).rejects.toThrow('the disk is gone');
  expect(error).toHaveBeenCalledTimes(1);
});
