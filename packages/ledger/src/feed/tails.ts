import type { RunKey } from './page.ts';
import type { Tail } from './tail.ts';

interface Entry {
  readonly tail: Tail;
  subscribers: number;
}

export interface TailsOptions {
  readonly makeTail: (key: RunKey) => Tail;
  readonly onDropped: (runId: string) => void;
}

/** The tails of all runs that somebody follows: made for the first subscriber, dropped with the last. */
export class Tails {
  readonly #options: TailsOptions;
  readonly #byRunId = new Map<string, Entry>();

  constructor(options: TailsOptions) {
    this.#options = options;
  }

  enter(key: RunKey): Tail {
    const existing = this.#byRunId.get(key.runId);
    if (existing?.tail.key.run === key.run) {
      existing.subscribers += 1;
      return existing.tail;
    }
    // The run was removed and made anew under its id; who follows the old one is to find that out.
    existing?.tail.doubt();
    const tail = this.#options.makeTail(key);
    this.#byRunId.set(key.runId, { tail, subscribers: 1 });
    return tail;
  }

  leave(tail: Tail): void {
    const { runId } = tail.key;
    const entry = this.#byRunId.get(runId);
    if (entry?.tail !== tail) return;
    entry.subscribers -= 1;
    if (entry.subscribers > 0) return;
    this.#byRunId.delete(runId);
    this.#options.onDropped(runId);
  }

  /** A notification; 0 says that the run was removed. */
  heard(runId: string, lastSeq: number): void {
    const tail = this.#byRunId.get(runId)?.tail;
    if (lastSeq === 0) tail?.doubt();
    else tail?.heard(lastSeq);
  }

  /** Anything may have happened to any run. */
  doubt(): void {
    for (const { tail } of this.#byRunId.values()) tail.doubt();
  }
}
