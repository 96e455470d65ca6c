import type {
  $Command,
  S3Client,
  S3ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import { ArtifactStoreError } from '@telltale/engine/artifacts';
import { toStoreError } from './s3-failure.ts';

type Command<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = $Command<
  Input,
  Output,
  S3ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

export interface Task {
  /** The store's description. */
  readonly store: string;
  /** Goes on from "cannot". */
  readonly task: string;
  readonly signal?: AbortSignal | undefined;
}

// NotFound is what a HEAD gets, whose answer cannot say more.
const NOTHING_THERE = new Set(['NotFound', 'NoSuchKey', 'InvalidRange']);

/** The requests of one call of the store. What fails in them is an `ArtifactStoreError` that names the call. */
export class Requests {
  readonly signal: AbortSignal | undefined;
  readonly #client: S3Client;
  readonly #task: Task;

  constructor(client: S3Client, task: Task) {
    this.signal = task.signal;
    this.#client = client;
    this.#task = task;
  }

  /**
   * `signal` is the call's unless another is given; `null` is none, for cleaning up. Throws the reason of the call's
   * signal if that has aborted, whatever the SDK makes of it.
   */
  async send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Command<Input, Output>,
    signal: AbortSignal | null | undefined = this.signal,
  ): Promise<Output> {
    try {
      return await this.#send(command, signal);
    } catch (error) {
      throw this.#told(error);
    }
  }

  /** As `send`; gives `null` if there is no such object, or no such bytes in it. */
  async find<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Command<Input, Output>,
  ): Promise<Output | null> {
    try {
      return await this.#send(command, this.signal);
    } catch (error) {
      if (error instanceof Error && NOTHING_THERE.has(error.name)) return null;
      throw this.#told(error);
    }
  }

  failure(told: { readonly reason: string; readonly hint: string }): ArtifactStoreError {
    return new ArtifactStoreError(this.#task.store, this.#task.task, { ...told, retryable: false });
  }

  #send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Command<Input, Output>,
    signal: AbortSignal | null | undefined,
  ): Promise<Output> {
    return this.#client.send(command, signal ? { abortSignal: signal } : {});
  }

  #told(error: unknown): unknown {
    return this.signal?.aborted ? this.signal.reason : toStoreError(this.#task.store, this.#task.task, error);
  }
}
