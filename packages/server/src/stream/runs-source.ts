import { frame } from './frame.ts';
import { MOST_CHANGES, type RunChanges } from './run-changes.ts';
import type { Source } from './source.ts';

const RESYNC = frame('resync', {});

export interface RunsSourceOptions {
  /** Only its runs. `undefined`: those of all pipelines. */
  readonly pipeline: string | undefined;
  readonly wake: () => void;
  readonly onClose: (source: RunsSource) => void;
}

/** What a client of all runs is told. What changes while it takes nothing is kept as the newest state of each run. */
export class RunsSource implements Source {
  readonly #options: RunsSourceOptions;
  /** Messages that were begun with. */
  #messages: readonly Buffer[] = [];
  #nextMessage = 0;
  #changes: RunChanges | null = null;
  #resync = false;

  constructor(options: RunsSourceOptions) {
    this.#options = options;
  }

  /** Tells the client to load its list, which is then as new as anything that was told before. */
  resync(): void {
    this.#resync = true;
    this.#changes = null;
    this.#messages = [];
    this.#options.wake();
  }

  tell(changes: RunChanges): void {
    if (this.#resync) return;
    this.#changes = this.#changes?.followedBy(changes) ?? changes;
    if (this.#changes.size > MOST_CHANGES) this.resync();
    else this.#options.wake();
  }

  next(): Uint8Array | null {
    if (this.#resync) {
      this.#resync = false;
      return RESYNC;
    }
    if (this.#nextMessage >= this.#messages.length) {
      this.#messages = this.#changes?.messages(this.#options.pipeline) ?? [];
      this.#nextMessage = 0;
      this.#changes = null;
    }
    const message = this.#messages[this.#nextMessage] ?? null;
    this.#nextMessage += 1;
    return message;
  }

  close(): void {
    this.#options.onClose(this);
  }
}
