import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The connections of a server that nobody waits for: before their first request, and between two. Node closes those between
 * two only, so that a browser's connection that was opened in advance would hold a server that is to end.
 */
export class QuietConnections {
  readonly #sockets = new Set<Socket>();
  #isClosing = false;

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.#add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('request', ({ socket }, outgoing) => {
      this.#sockets.delete(socket);
      outgoing.on('close', () => this.#add(socket));
    });
  }

  /** Ends those that there are, and each other one with its request. */
  close(): void {
    this.#isClosing = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  #add(socket: Socket): void {
    if (socket.destroyed) return;
    if (this.#isClosing) socket.destroySoon();
    else this.#sockets.add(socket);
  }
}
