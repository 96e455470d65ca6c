import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** An HTTP server on a free port of 127.0.0.1 that ends at once, whatever its connections are doing. */
export class LoopbackServer {
  readonly #server: Server;

  /** `serve` settles without an error; a connection that it wants to cut it destroys. */
  constructor(serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
    this.#server = createServer((request, response) => void serve(request, response));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(): Promise<void> {
    this.#server.listen({ host: LOOPBACK, port: 0 });
    await once(this.#server, 'listening');
  }

  /** Further calls do nothing. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
