import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '@telltale/testing/child';
import type { FromProcess, ToProcess } from '../../engine/processes/messages.ts';

const WORKER = new URL('./browser-worker-process.ts', import.meta.url);
const TIMEOUT_MS = 60_000;

/** A worker in a process of its own whose runs open browsers, with a folder for their files; until the end of an `await using` block. */
export class BrowserWorker implements AsyncDisposable {
  readonly #child: Child<FromProcess, ToProcess>;
  readonly #folder: string;

  private constructor(child: Child<FromProcess, ToProcess>, folder: string) {
    this.#child = child;
    this.#folder = folder;
  }

  static async start(databaseUrl: string): Promise<BrowserWorker> {
    const folder = await mkdtemp(join(tmpdir(), 'telltale-bench-'));
    const child = startChild<FromProcess, ToProcess>(WORKER, { args: [databaseUrl, folder] });
    await child.message('ready', { timeoutMs: TIMEOUT_MS });
    return new BrowserWorker(child, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.send({ type: 'stop' });
    await this.#child.exited({ timeoutMs: TIMEOUT_MS });
    await rm(this.#folder, { recursive: true, force: true });
    if (this.#child.stderr !== '') process.stderr.write(`\n${this.#child.stderr}`);
  }
}
