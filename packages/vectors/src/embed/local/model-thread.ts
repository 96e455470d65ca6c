import { Worker } from 'node:worker_threads';
import type { ThreadAnswer, ThreadRequest } from './messages.ts';

// Resolved by the package's own entry points: TypeScript in the workspace, JavaScript in what is published.
const USE_LITE_THREAD = import.meta.resolve('@telltale/vectors/use-lite-thread');

/** One thread with the model in it. Once it has ended, by whatever, it is `over`, and another one has to be made. */
export class ModelThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<Float32Array>>();
  #sent = 0;
  #over = false;

  constructor(module: string = USE_LITE_THREAD) {
    this.#worker = new Worker(new URL(module));
    this.#worker.on('message', (answer: ThreadAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', (code) => this.#end(new Error(`the thread of the model ended (exit code ${code})`)));
    this.#worker.unref(); // A model that nobody waits for keeps no process alive.
  }

  get over(): boolean {
    return this.#over;
  }

  /** All vectors of the texts, one after the other. Rejects with what the model said, or with why the thread ended. */
  async embed(texts: readonly string[]): Promise<Float32Array> {
    const waiting = Promise.withResolvers<Float32Array>();
    this.#sent += 1;
    const request: ThreadRequest = { id: this.#sent, texts };
    this.#waiting.set(request.id, waiting);
    this.#worker.ref();
    this.#worker.postMessage(request);
    return await waiting.promise;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(answer: ThreadAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('problem' in answer) waiting?.reject(new Error(answer.problem));
    else waiting?.resolve(answer.vectors);
  }

  #end(error: unknown): void {
    this.#over = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
