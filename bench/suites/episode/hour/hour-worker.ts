import { type Child, startChild } from '@telltale/testing/child';
import type { FromHourProcess, HourOrder, MemorySample, ToHourProcess } from './messages.ts';

const PROCESS = new URL('./hour-process.ts', import.meta.url);
/** Longest time that one piece takes, or the decoding of all, in ms. */
const TIMEOUT_MS = 300_000;

/** A process that transcribes an hour, until the end of an `await using` block. */
export class HourWorker implements AsyncDisposable {
  readonly #child: Child<FromHourProcess, ToHourProcess>;

  private constructor(child: Child<FromHourProcess, ToHourProcess>) {
    this.#child = child;
  }

  static async start(order: HourOrder): Promise<HourWorker> {
    const child = startChild<FromHourProcess, ToHourProcess>(PROCESS, { args: [JSON.stringify(order)] });
    await child.message('ready', { timeoutMs: TIMEOUT_MS });
    return new HourWorker(child);
  }

  /** Where the next piece begins that its engine is given, in ms. */
  async piece(): Promise<number> {
    return (await this.#child.message('piece', { timeoutMs: TIMEOUT_MS })).startMs;
  }

  async memory(): Promise<readonly MemorySample[]> {
    await this.#child.send({ type: 'memory' });
    return (await this.#child.message('memory', { timeoutMs: TIMEOUT_MS })).samples;
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    await this.#child.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    if (this.#child.stderr !== '') process.stderr.write(`\n${this.#child.stderr}`);
  }
}
