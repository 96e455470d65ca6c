/** One signal for one exchange: aborts when the caller's does, and when the exchange takes too long. */
export class TimeLimit {
  readonly #controller = new AbortController();
  readonly #release: () => void;

  constructor(callers: AbortSignal | undefined) {
    const abort = () => this.#controller.abort(callers?.reason);
    if (callers?.aborted) abort();
    // Not AbortSignal.any: a caller's signal may live for as long as the process, and would keep what depends on it.
    callers?.addEventListener('abort', abort, { once: true });
    this.#release = () => callers?.removeEventListener('abort', abort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What `work` gives. It is aborted, with the error that `late` makes, if that takes longer than `limitMs`. */
  async hold<T>(work: Promise<T>, limitMs: number | null, late: (limitMs: number) => Error): Promise<T> {
    if (limitMs === null) return await work;
    const timer = setTimeout(() => this.#controller.abort(late(limitMs)), limitMs);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Lets go of the caller's signal. */
  release(): void {
    this.#release();
  }

  /** Ends whatever still runs. */
  abort(): void {
    this.#controller.abort();
    this.#release();
  }
}
