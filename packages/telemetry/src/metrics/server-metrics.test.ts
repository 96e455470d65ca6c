import { expect, test } from 'vitest';
import { valueIn } from '../../test/series.ts';
import { createMetrics } from './create-metrics.ts';

test('a server counts its requests by route and class of status, never by path', async () => {
  const metrics = createMetrics({ version: '1' });
  const { server } = metrics;
  server.requestServed({ method: 'GET', route: '/api/v1/runs/{runId}', status: 200, ms: 20 });
  server.requestServed({ method: 'GET', route: '/api/v1/runs/{runId}', status: 204, ms: 20 });
  server.requestServed({ method: 'BREW', route: null, status: 404, ms: 1 });
  const text = await metrics.text();
  const count = (labels: string) => valueIn(text, `telltale_http_request_duration_seconds_count{${labels}}`);
  expect(count('method="GET",route="/api/v1/runs/{runId}",status="2xx"')).toBe(2);
  expect(count('method="other",route="none",status="4xx"')).toBe(1);
  expect(
    valueIn(text, 'telltale_http_request_duration_seconds_sum{method="GET",route="/api/v1/runs/{runId}",status="2xx"}'),
  ).toBeCloseTo(0.04);
});

test('a server counts its streams, how late they are, and its stale answers', async () => {
  const metrics = createMetrics({ version: '1' });
  const { server } = metrics;
  server.streamOpened();
  server.streamOpened();
  server.streamClosed();
  server.eventSent({ lagMs: 30 });
  server.eventSent({ lagMs: -5 });
  server.staleAnswered();
  const text = await metrics.text();
  expect(valueIn(text, 'telltale_stream_clients')).toBe(1);
  expect(valueIn(text, 'telltale_feed_lag_seconds_count')).toBe(2);
  expect(valueIn(text, 'telltale_feed_lag_seconds_sum')).toBe(0.03);
  expect(valueIn(text, 'telltale_stale_answers_total')).toBe(1);
});

test('the metrics of two servers in one process are apart', async () => {
  const [one, two] = [createMetrics({ version: '1' }), createMetrics({ version: '2' })];
  one.server.streamOpened();
  expect(valueIn(await two.text(), 'telltale_stream_clients')).toBe(0);
  expect(valueIn(await two.text(), 'telltale_build_info{version="2"}')).toBe(1);
  expect(two.contentType).toMatch(/^text\/plain; version=/);
});
