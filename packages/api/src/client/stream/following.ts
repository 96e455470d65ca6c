/**
 * The messages of one stream, for one reader: each is fetched when he asks for it, and nothing before the first. It ends,
 * `done` and without an error, when the reader leaves the loop (`return`, `await using`) and when his signal aborts, also in
 * the middle of a wait. It can be gone through once.
 */
export class Following<Message> implements AsyncIterableIterator<Message, undefined, undefined>, AsyncDisposable {
  readonly #ended = new AbortController();
  readonly #messages: AsyncGenerator<Message, undefined, undefined>;

  constructor(
    run: (signal: AbortSignal) => AsyncGenerator<Message, undefined, undefined>,
    callers: AbortSignal | undefined,
  ) {
    this.#messages = until(callers, this.#ended, run);
  }

  next(): Promise<IteratorResult<Message, undefined>> {
    return this.#messages.next();
  }

  async return(): Promise<IteratorResult<Message, undefined>> {
    this.#ended.abort();
    return await this.#messages.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}

async function* until<Message>(
  callers: AbortSignal | undefined,
  ended: AbortController,
  run: (signal: AbortSignal) => AsyncGenerator<Message, undefined, undefined>,
): AsyncGenerator<Message, undefined, undefined> {
  const end = () => ended.abort();
  if (callers?.aborted) return;
  callers?.addEventListener('abort', end, { once: true });
  try {
    yield* run(ended.signal);
  } finally {
    callers?.removeEventListener('abort', end);
  }
}
