/** What was long ago says nothing of how fast it is now. */
const WINDOW_MS = 5_000;
/** Marks nearer to each other would only be more of them. */
const MARK_EVERY_MS = 250;

interface Mark {
  readonly atMs: number;
  readonly bytes: number;
}

/** How fast bytes come in, over the last seconds. */
export class TransferRate {
  #marks: readonly Mark[] = [];

  /** Bytes a second, given how many there are now; `null` as long as nothing can be said. */
  at(nowMs: number, bytes: number): number | null {
    const last = this.#marks.at(-1);
    if (last === undefined || nowMs - last.atMs >= MARK_EVERY_MS) {
      const recent = this.#marks.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS);
      this.#marks = [...recent, { atMs: nowMs, bytes }];
    }
    const [first] = this.#marks;
    if (first === undefined || nowMs - first.atMs < MARK_EVERY_MS) return null;
    return ((bytes - first.bytes) * 1_000) / (nowMs - first.atMs);
  }
}
