import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { BoundedLabel, OTHER } from './bounded-label.ts';

/** What a server tells of its work. */
export interface ServerMetrics {
  /** A request was answered. */
  requestServed(request: {
    readonly method: string;
    /** The pattern of the route (`/api/v1/runs/{runId}`), never the path; `null` where none matched. */
    readonly route: string | null;
    readonly status: number;
    readonly ms: number;
  }): void;
  streamOpened(): void;
  streamClosed(): void;
  /** An event went out to a stream, so long after it had happened. */
  eventSent(event: { readonly lagMs: number }): void;
  /** An earlier answer was given again, because the database was away. */
  staleAnswered(): void;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function createServerMetrics(registry: Registry): ServerMetrics {
  const registers = [registry];
  const requests = new Histogram({
    name: 'telltale_http_request_duration_seconds',
    help: 'Time to answer a request; of a stream, to its first byte.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const clients = new Gauge({ name: 'telltale_stream_clients', help: 'Open live streams.', registers });
  const lag = new Histogram({
    name: 'telltale_feed_lag_seconds',
    help: 'From the moment of an event to its way out to a live stream.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const stale = new Counter({
    name: 'telltale_stale_answers_total',
    help: 'Requests that were answered with an earlier answer, because the database was away.',
    registers,
  });
  const routes = new BoundedLabel();
  return {
    requestServed: ({ method, route, status, ms }) =>
      requests.observe(
        {
          method: METHODS.has(method) ? method : OTHER,
          route: route === null ? 'none' : routes.of(route),
          status: `${Math.floor(status / 100)}xx`,
        },
        ms / 1000,
      ),
    streamOpened: () => clients.inc(),
    streamClosed: () => clients.dec(),
    // Clocks of two machines may differ by a little.
    eventSent: ({ lagMs }) => lag.observe(Math.max(0, lagMs) / 1000),
    staleAnswered: () => stale.inc(),
  };
}
