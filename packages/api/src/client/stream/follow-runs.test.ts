import { expect, test } from 'vitest';
import { createApiClient } from '../create-api-client.ts';
import { frame, openStream, scriptedServer } from '../test/scripted-server.ts';

test('all runs are followed over lost connections, each of which begins with resync', async () => {
  const server = await scriptedServer((_, response, number) => {
    openStream(response);
    const status = frame('status', { state: 'live', since: '2026-11-21T03:14:15.926Z' });
    const changed = frame('changed', { runs: [{ runId: 'a-b-run-1' }], removed: [`a-b-run-${number + 2}`] });
    response.end(status + frame('resync', {}) + frame('ping', { at: '2026-11-21T03:14:15.926Z' }) + changed);
  });
  const client = createApiClient({ url: server.url, follow: { retryMs: 1, maxRetryMs: 2 } });
  const kinds: string[] = [];
  for await (const message of client.followRuns({ pipeline: 'a' })) {
    kinds.push(message.kind);
    if (message.kind !== 'changed') continue;
    expect(message.runs).toEqual([{ runId: 'a-b-run-1' }]);
    if (message.removed.includes('a-b-run-3')) break;
  }
  const once = ['connection', 'status', 'resync', 'changed'];
  expect(kinds).toEqual([...once, 'connection', ...once]);
  expect(server.requests.map(({ url }) => url)).toEqual(Array(2).fill('/api/v1/runs/stream?pipeline=a'));
  await server.allClosed();
});
