import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createMetrics } from './create-metrics.ts';
import { serveMetrics } from './serve-metrics.ts';

const metrics = createMetrics({ version: '1' });
const LOCAL = { hostname: '127.0.0.1', port: 0 };

test('a process serves its metrics and says that it is well', async () => {
  const served = await serveMetrics({ metrics, ...LOCAL });
  expect(served.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const scraped = await fetch(`${served.address}/metrics?debug=1`);
  expect(scraped.headers.get('content-type')).toBe(metrics.contentType);
  expect(await scraped.text()).toContain('telltale_build_info{version="1"} 1\n');
  expect(await (await fetch(`${served.address}/healthz`)).text()).toBe('ok\n');
  expect((await fetch(`${served.address}/`)).status).toBe(404);
  expect((await fetch(`${served.address}/metrics`, { method: 'POST' })).status).toBe(405);
  // Which is no URL.
  expect((await fetch(`${served.address}//`)).status).toBe(404);
  await served.close();
  await expect(fetch(`${served.address}/healthz`)).rejects.toThrow('fetch failed');
});

test('metrics that cannot be read are an error of that request alone', async () => {
  const broken = { ...metrics, text: () => Promise.reject(new Error('secret')) };
  const served = await serveMetrics({ metrics: broken, ...LOCAL });
  const answer = await fetch(`${served.address}/metrics`);
  expect([answer.status, await answer.text()]).toEqual([500, 'The metrics could not be read.\n']);
  await served.close();
});

test('an address that is taken is told with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(serveMetrics({ metrics, hostname: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'metrics_port_unavailable',
    hint: expect.stringContaining('another port'),
    message: expect.stringContaining(`port ${port}`),
  });
  other.close();
});
