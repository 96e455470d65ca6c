import type { RunExit } from '@telltale/engine';
import { type Child, startChild } from '@telltale/testing/child';
import type { FromProcess, ToProcess } from './messages.ts';

const WORKER = new URL('./worker-process.ts', import.meta.url);
const DBOS_ALONE = new URL('./dbos-process.ts', import.meta.url);
const TIMEOUT_MS = 60_000;
const RUN_TIMEOUT_MS = 600_000;

/** A process that executes runs, until the end of an `await using` block. */
export class BenchProcess implements AsyncDisposable {
  readonly #child: Child<FromProcess, ToProcess>;

  private constructor(child: Child<FromProcess, ToProcess>) {
    this.#child = child;
  }

  static async worker(url: string, workerId: string, pipelines: readonly string[]): Promise<BenchProcess> {
    return await BenchProcess.#start(WORKER, [url, workerId, ...pipelines]);
  }

  static async dbos(url: string, pollingMs: number, queues: readonly string[]): Promise<BenchProcess> {
    return await BenchProcess.#start(DBOS_ALONE, [url, String(pollingMs), ...queues]);
  }

  static async #start(file: URL, args: readonly string[]): Promise<BenchProcess> {
    const child = startChild<FromProcess, ToProcess>(file, { args });
    await child.message('ready', { timeoutMs: TIMEOUT_MS });
    return new BenchProcess(child);
  }

  /** When the next workflow of DBOS began, by the machine's clock, in ms. */
  async began(): Promise<number> {
    return (await this.#child.message('began', { timeoutMs: TIMEOUT_MS })).atMs;
  }

  /** How a worker came to have nothing more to do with the next run. */
  async left(): Promise<RunExit> {
    return (await this.#child.message('left', { timeoutMs: RUN_TIMEOUT_MS })).how;
  }

  /** CPU time that it has taken, in microseconds. */
  async cpuMicroseconds(): Promise<number> {
    await this.#child.send({ type: 'cpu' });
    return (await this.#child.message('cpu')).microseconds;
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    await this.#child.kill();
  }

  async stop(): Promise<void> {
    await this.#child.send({ type: 'stop' });
    await this.#child.exited({ timeoutMs: TIMEOUT_MS });
    if (this.#child.stderr !== '') process.stderr.write(`\n${this.#child.stderr}`);
  }

  /** However it is left: a process that has been told to stop is gone already. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
