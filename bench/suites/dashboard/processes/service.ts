import { type Child, startChild } from '@telltale/testing/child';
import type { FromService, ToService } from './messages.ts';

const TIMEOUT_MS = 60_000;

/** A server or a worker in a process of its own, until the end of an `await using` block. */
export class Service implements AsyncDisposable {
  readonly url: string;
  readonly #child: Child<FromService, ToService>;

  private constructor(child: Child<FromService, ToService>, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(kind: 'server' | 'worker', databaseUrl: string): Promise<Service> {
    const file = new URL(`./${kind}-process.ts`, import.meta.url);
    const child = startChild<FromService, ToService>(file, { args: [databaseUrl] });
    const { url } = await child.message('ready', { timeoutMs: TIMEOUT_MS });
    return new Service(child, url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.send({ type: 'stop' });
    await this.#child.exited({ timeoutMs: TIMEOUT_MS });
    if (this.#child.stderr !== '') process.stderr.write(`\n${this.#child.stderr}`);
  }
}
