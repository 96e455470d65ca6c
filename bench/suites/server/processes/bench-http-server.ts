import { type Child, startChild } from '@telltale/testing/child';
import type { FromServer, MemorySample, ToServer } from './messages.ts';

const SERVER = new URL('./server-process.ts', import.meta.url);
const TIMEOUT_MS = 60_000;

/** A server in a process of its own, until the end of an `await using` block. */
export class BenchHttpServer implements AsyncDisposable {
  readonly #child: Child<FromServer, ToServer>;
  /** Of the API, without a slash at its end. */
  readonly url: string;

  private constructor(child: Child<FromServer, ToServer>, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(databaseUrl: string): Promise<BenchHttpServer> {
    const child = startChild<FromServer, ToServer>(SERVER, { args: [databaseUrl] });
    const { url } = await child.message('ready', { timeoutMs: TIMEOUT_MS });
    return new BenchHttpServer(child, `${url.replace(/\/$/, '')}/api/v1`);
  }

  /** CPU time that it has taken, in microseconds. */
  async cpuMicroseconds(): Promise<number> {
    await this.#child.send({ type: 'cpu' });
    return (await this.#child.message('cpu', { timeoutMs: TIMEOUT_MS })).microseconds;
  }

  /** After a collection. */
  async memory(): Promise<MemorySample> {
    await this.#child.send({ type: 'memory' });
    return (await this.#child.message('memory', { timeoutMs: TIMEOUT_MS })).sample;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.send({ type: 'stop' });
    await this.#child.exited({ timeoutMs: TIMEOUT_MS });
    if (this.#child.stderr !== '') process.stderr.write(`\n${this.#child.stderr}`);
  }
}
