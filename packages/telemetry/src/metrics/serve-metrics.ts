import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MetricsPortError } from './errors.ts';
import type { Metrics } from './metrics.ts';

export interface ServeMetricsOptions {
  readonly metrics: Metrics;
  /** The address to listen on, as `127.0.0.1` for this machine alone. */
  readonly hostname: string;
  /** 0 takes one that is free. */
  readonly port: number;
}

export interface MetricsServer {
  /** Such as `http://127.0.0.1:9464`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` to Prometheus and `/healthz` to whoever looks after the process, for one that has no other server. Without
 * a login: give it an address that only they can reach. Throws `MetricsPortError`.
 */
export async function serveMetrics({ metrics, hostname, port }: ServeMetricsOptions): Promise<MetricsServer> {
  const server = createServer(({ url = '/', method }, response) => {
    const [pathname] = url.split('?');
    if (method !== 'GET' && method !== 'HEAD') answer(response, 405, 'Only GET and HEAD are answered here.\n');
    else if (pathname === '/healthz') answer(response, 200, 'ok\n');
    else if (pathname === '/metrics') void answerMetrics(response, metrics);
    else answer(response, 404, 'There are /metrics and /healthz here.\n');
  });
  server.listen({ host: hostname, port });
  await once(server, 'listening').catch((cause: unknown) => {
    throw new MetricsPortError(hostname, port, cause);
  });
  return {
    address: addressOf(server.address() as AddressInfo),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerMetrics(response: ServerResponse, metrics: Metrics): Promise<void> {
  try {
    answer(response, 200, await metrics.text(), metrics.contentType);
  } catch {
    answer(response, 500, 'The metrics could not be read.\n');
  }
}

function answer(response: ServerResponse, status: number, text: string, contentType = 'text/plain; charset=utf-8') {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
}

function addressOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
