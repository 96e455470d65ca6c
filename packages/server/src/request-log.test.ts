import { Hono } from 'hono';
import { expect, test, vi } from 'vitest';
import type { Logger, ServerEnv, ServerMetrics } from './context.ts';
import { requestLog } from './request-log.ts';

function setUp() {
  const lines: string[] = [];
  const log = (_: object, message: string) => void lines.push(message);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const served: Parameters<ServerMetrics['server']['requestServed']>[0][] = [];
  const metrics = { requestServed: (request) => void served.push(request) } as ServerMetrics['server'];
  const app = new Hono<ServerEnv>();
  app.use(requestLog({ logger, metrics }));
  return { app, lines, served };
}

test('a request is counted by the pattern of its address, never by the address', async () => {
  const { app, served } = setUp();
  app.get('/runs/:runId', (c) => c.text('x'));
  await app.request('/runs/a');
  await app.request('/nothing/here');
  expect(served).toEqual([
    { method: 'GET', route: '/runs/{runId}', status: 200, ms: expect.any(Number) },
    { method: 'GET', route: null, status: 404, ms: expect.any(Number) },
  ]);
});

test('a request that took long has a line, though it only looked', async () => {
  const { app, lines } = setUp();
  app.get('/slow', (c) => c.text('x'));
  const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(2_500);
  await app.request('/slow');
  clock.mockRestore();
  await app.request('/slow');
  expect(lines).toEqual(['GET /slow: 200, after 2500 ms']);
});

test('what watches over the process is neither counted nor told of', async () => {
  const { app, lines, served } = setUp();
  for (const path of ['/healthz', '/readyz', '/metrics']) await app.request(path, { method: 'POST' });
  expect({ lines, served }).toEqual({ lines: [], served: [] });
});
