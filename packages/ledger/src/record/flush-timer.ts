/** When the next flush starts: at once, or after the linger. At most one start is pending. */
export class FlushTimer {
  readonly #lingerMs: number;
  readonly #start: () => void;
  #immediate: NodeJS.Immediate | null = null;
  #linger: NodeJS.Timeout | null = null;

  constructor(lingerMs: number, start: () => void) {
    this.#lingerMs = lingerMs;
    this.#start = start;
  }

  /** Starts after the microtasks: lanes that go on at the same moment then share the flush. */
  soon(): void {
    if (this.#immediate !== null) return;
    clearTimeout(this.#linger ?? undefined);
    this.#linger = null;
    this.#immediate = setImmediate(this.#start);
  }

  later(): void {
    if (this.#immediate !== null || this.#linger !== null) return;
    this.#linger = setTimeout(this.#start, this.#lingerMs);
  }

  cancel(): void {
    clearTimeout(this.#linger ?? undefined);
    this.#linger = null;
    clearImmediate(this.#immediate ?? undefined);
    this.#immediate = null;
  }
}
