import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

/** The port of a web server on 127.0.0.1, which is closed after the test with all its connections. */
export async function serve(
  listener: RequestListener,
  upgrade?: (request: IncomingMessage, socket: Duplex) => void,
): Promise<number> {
  const server = createServer(listener);
  if (upgrade !== undefined) server.on('upgrade', upgrade);
  return listen(server);
}

/** The port of a server that says whatever it is told to, HTTP or not. */
export async function serveRaw(
  talk: (socket: Socket) => void,
  options: { readonly allowHalfOpen?: boolean } = {},
): Promise<number> {
  return listen(createTcpServer(options, talk));
}

/** Says this whatever was asked, and hangs up. */
export function answerWith(socket: Socket, said: string): void {
  socket.once('data', () => socket.end(said));
}

/** A port that nobody listens at. */
export async function deadPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}
