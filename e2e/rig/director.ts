import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pass } from '../stage/directed.ts';

const WAIT_MS = 20_000;

interface Moment {
  readonly reached: PromiseWithResolvers<void>;
  readonly opened: PromiseWithResolvers<void>;
}

/**
 * Gates at which runs wait until a test opens them, in whatever process their worker is: a worker that takes over comes to the
 * same gates. Those that were opened stay open.
 */
export class Director implements AsyncDisposable {
  readonly #server: Server;
  readonly #moments = new Map<string, Moment>();
  /** Gates whose names begin so are open, also those that nobody has come to yet. */
  readonly #open: string[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', ({ url = '/' }, response) => {
      const name = decodeURIComponent(url.slice(1));
      const { reached, opened } = this.#moment(name);
      reached.resolve();
      if (this.#open.some((beginning) => name.startsWith(beginning))) opened.resolve();
      void opened.promise.then(() => response.end('go on'));
    });
  }

  static async start(): Promise<Director> {
    const server = createServer();
    const director = new Director(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return director;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  open(gate: string): void {
    this.#moment(gate).opened.resolve();
  }

  /** All gates whose names begin so, now and later. */
  openAll(beginning: string): void {
    this.#open.push(beginning);
    for (const [name, { opened }] of this.#moments) if (name.startsWith(beginning)) opened.resolve();
  }

  /** Resolves when somebody has come to the gate. */
  async reached(gate: string): Promise<void> {
    const late = AbortSignal.timeout(WAIT_MS);
    const tooLate = new Promise<never>((_, reject) => {
      late.addEventListener('abort', () => reject(new Error(`nobody came to the gate ${gate}`)), { once: true });
    });
    await Promise.race([this.#moment(gate).reached.promise, tooLate]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #moment(gate: string): Moment {
    const known = this.#moments.get(gate);
    if (known !== undefined) return known;
    const moment = { reached: Promise.withResolvers<void>(), opened: Promise.withResolvers<void>() };
    this.#moments.set(gate, moment);
    return moment;
  }
}

/** For a process of its own: waits at the gates of the director at `url`. */
export function passAt(url: string): Pass {
  return async (gate, signal) => {
    await fetch(`${url}/${encodeURIComponent(gate)}`, signal === undefined ? {} : { signal });
  };
}
