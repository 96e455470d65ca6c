import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { attachReaper } from '@telltale/embedded-postgres/parts';
import type { AcquireRequest, DatabaseBroker, ReleaseRequest } from './database-broker.ts';

export interface BrokerServer {
  /** Given to `callBroker` by the processes that run the tests. */
  readonly socketPath: string;
  close(): Promise<void>;
}

/**
 * Lets the processes of a test run reach the broker: HTTP on a Unix socket, in a folder that only its owner may enter.
 */
export async function serveBroker(broker: DatabaseBroker): Promise<BrokerServer> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-broker-'));
  const reaper = attachReaper('rm -rf "$1"', [folder]);
  const socketPath = join(folder, 'socket');
  const server = createServer((request, response) => {
    void answer(broker, request).then(
      (result) => response.writeHead(200).end(JSON.stringify(result)),
      (error: Error & { code?: string }) => {
        response.writeHead(500).end(JSON.stringify({ message: error.message, code: error.code }));
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  return {
    socketPath,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
      reaper.release();
    },
  };
}

async function answer(broker: DatabaseBroker, request: IncomingMessage): Promise<unknown> {
  const body = await json(request);
  switch (request.url) {
    case '/acquire':
      return await broker.acquire(body as AcquireRequest);
    case '/release':
      return await broker.release(body as ReleaseRequest);
    default:
      throw new Error(`The database broker knows no ${request.url}.`);
  }
}
