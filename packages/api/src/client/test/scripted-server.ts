import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

interface ScriptedRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers a request; `request` counts them from 0. */
export type Script = (request: ScriptedRequest, response: ServerResponse, number: number) => void;

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly ScriptedRequest[];
  readonly openSockets: number;
  /** Resolves when no connection is left. */
  allClosed(): Promise<void>;
  /** Stops listening, and cuts every connection. */
  stop(): Promise<void>;
}

/** A server on a free port that does what a test wants, to the end of the test. */
export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const sockets = new Set<Socket>();
  let whenClosed = () => {};
  const server = createServer(async (message, response) => {
    const body = (await message.toArray()).join('');
    const { method = '', url = '', headers } = message;
    const request = { method, url, headers, body };
    requests.push(request);
    script(request, response, requests.length - 1);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) whenClosed();
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const stop = async () => {
    server.closeAllConnections();
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    await closed.promise;
  };
  onTestFinished(stop);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get openSockets() {
      return sockets.size;
    },
    allClosed() {
      if (sockets.size === 0) return Promise.resolve();
      const closed = Promise.withResolvers<void>();
      whenClosed = closed.resolve;
      return closed.promise;
    },
    stop,
  };
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers });
  response.end(JSON.stringify(value));
}

export function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
  response.flushHeaders();
}

/** A message of a stream, as it is sent. */
export function frame(event: string, data: unknown, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
