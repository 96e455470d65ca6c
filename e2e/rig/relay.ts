import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The network between a browser and the server: it can be cut, and mended. */
export class Relay implements AsyncDisposable {
  readonly port: number;
  readonly #target: () => number;
  readonly #sockets = new Set<Socket>();
  #listener: Server | null;

  private constructor(listener: Server, target: () => number) {
    this.#target = target;
    this.#listener = listener;
    this.port = (listener.address() as AddressInfo).port;
    listener.on('connection', (socket) => this.#join(socket));
  }

  /** `target` gives the server's port, which may be another one later. */
  static async open(target: () => number): Promise<Relay> {
    return new Relay(await listen(0), target);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends all connections, and takes no new ones. */
  async cut(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    const closed = new Promise((resolve) => (listener === null ? resolve(undefined) : listener.close(resolve)));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async mend(): Promise<void> {
    if (this.#listener !== null) return;
    this.#listener = await listen(this.port);
    this.#listener.on('connection', (socket) => this.#join(socket));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut();
  }

  #join(near: Socket): void {
    const far = connect({ host: '127.0.0.1', port: this.#target(), noDelay: true });
    near.setNoDelay(true);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}

async function listen(port: number): Promise<Server> {
  const listener = createServer();
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', resolve);
  });
  return listener;
}
