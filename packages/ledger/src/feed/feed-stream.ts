/** What the source of a stream knows of its reader. */
export interface Life {
  /** Nobody reads any more: the source should return. */
  readonly ended: boolean;
  /** What `promise` gives, or `undefined` once the stream has ended. */
  until<T>(promise: Promise<T>): Promise<T | undefined>;
}

export type StreamSource<T> = (life: Life) => AsyncGenerator<T, undefined, undefined>;

export interface FeedStreamOptions {
  /** The reader's: ends the stream. */
  readonly signal: AbortSignal | undefined;
  /** The feed's: a stream that has not begun by then never will. */
  readonly closing: AbortSignal;
  /** The streams that the feed has to end; this one is there from its first `next()` to its end. */
  readonly running: Set<FeedStream<unknown>>;
}

/**
 * Messages for one reader, made only when he asks for the next one. Nothing is held before the first `next()`.
 *
 * It ends, `done` and without an error, when the reader leaves the loop (`return`, `await using`), when its signal
 * aborts and when the feed is closed, also in the middle of a wait. It can be gone through once.
 */
export class FeedStream<T> implements AsyncIterableIterator<T, undefined, undefined>, AsyncDisposable {
  readonly #messages: AsyncGenerator<T, undefined, undefined>;
  readonly #options: FeedStreamOptions;
  #ended = false;
  #interrupt: (() => void) | null = null;

  constructor(source: StreamSource<T>, options: FeedStreamOptions) {
    this.#options = options;
    this.#messages = this.#run(source);
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return this.#messages.next();
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.end();
    return await this.#messages.return(undefined);
  }

  /** Ends the stream; a `next()` that waits is done. */
  end(): void {
    this.#ended = true;
    this.#interrupt?.();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async *#run(source: StreamSource<T>): AsyncGenerator<T, undefined, undefined> {
    const { signal, closing, running } = this.#options;
    if (this.#ended || signal?.aborted || closing.aborted) return;
    const end = () => this.end();
    const isEnded = () => this.#ended;
    signal?.addEventListener('abort', end, { once: true });
    running.add(this);
    try {
      yield* source({
        get ended() {
          return isEnded();
        },
        until: (promise) => this.#until(promise),
      });
    } finally {
      this.#ended = true;
      running.delete(this);
      signal?.removeEventListener('abort', end);
    }
  }

  /**
   * No `Promise.race` with a promise that lives as long as the stream: that one would keep a reaction for every wait.
   */
  async #until<R>(promise: Promise<R>): Promise<R | undefined> {
    const first = Promise.withResolvers<R | undefined>();
    promise.then(first.resolve, first.reject);
    this.#interrupt = () => first.resolve(undefined);
    if (this.#ended) this.#interrupt();
    try {
      return await first.promise;
    } finally {
      this.#interrupt = null;
    }
  }
}
