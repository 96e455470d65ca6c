import type { LoadedConfig } from './config/load-config.ts';
import { readRunningServer } from './running-server.ts';

/** Where to find the server, and what to show it. */
export interface ServerAddress {
  readonly url: string;
  readonly token?: string;
}

/** The server that was named; else the one started on the data folder; else where one would be started. */
export async function findServer({ values }: LoadedConfig): Promise<ServerAddress> {
  const { url, token, host, port } = values.server;
  const running = url === undefined ? await readRunningServer(values.data) : null;
  return {
    url: url ?? running?.url ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ...(token === undefined ? {} : { token }),
  };
}
