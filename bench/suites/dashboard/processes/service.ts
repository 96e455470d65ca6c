import { type Child, startChild } from '@telltale/testing/child';
import type { FromService, ToService } from './messages.ts';

const TIMEOUT_MS = 60_000;

const FILES = {
  server: new URL('./server-process.ts', import.meta.url),
  worker: new URL('./worker-process.ts', import.meta.url),
};

/** A server or a worker in a process of its own, until the end of an `await using` block. */
export class Service implements AsyncDisposable {
  readonly url: string;
  readonly #child: Child<FromService, ToService>;

  private constructor(child: Child<FromService, ToService>, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(kind: keyof typeof FILES, databaseUrl: string): Promise<Service> {
    const child = startChild<FromService, ToService>(FILES[kind], { args: [databaseUrl] });
    const { url } = await child.message('ready', { timeoutMs: TIMEOUT_MS });
    return new Service(child, url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.send({ type: 'stop' });
    await this.#child.exited({ timeoutMs: TIMEOUT_MS });
    if (this.#child.stderr !== '') process.stderr.write(`\n${this.#child.stderr}`);
  }
}
