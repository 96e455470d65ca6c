import type { Life } from './feed-stream.ts';
import type { ChangesMessage, RunChange } from './messages.ts';

const RESYNC: ChangesMessage = Object.freeze({ kind: 'resync' });

/**
 * What one watcher of all runs has not been told yet: the newest seq of each run that changed, so never more than one
 * entry for each run, however slow the watcher is.
 */
export class PendingChanges {
  readonly #lastSeqs = new Map<string, number>();
  #resync = false;
  #news = Promise.withResolvers<void>();

  add({ runId, lastSeq }: RunChange): void {
    // A watcher who is going to load everything will load this, too.
    if (this.#resync) return;
    this.#lastSeqs.set(runId, lastSeq);
    this.#news.resolve();
  }

  resync(): void {
    this.#resync = true;
    this.#lastSeqs.clear();
    this.#news.resolve();
  }

  /** Everything so far, as one message; `null` when there is nothing. */
  take(): ChangesMessage | null {
    if (this.#resync) {
      this.#resync = false;
      return RESYNC;
    }
    if (this.#lastSeqs.size === 0) return null;
    const runs = Array.from(this.#lastSeqs, ([runId, lastSeq]) => Object.freeze({ runId, lastSeq }));
    this.#lastSeqs.clear();
    return Object.freeze({ kind: 'changed', runs: Object.freeze(runs) });
  }

  /** Resolves when there is something to take. */
  async some(): Promise<void> {
    await this.#news.promise;
    this.#news = Promise.withResolvers<void>();
  }
}

export interface WatchOptions {
  readonly watchers: Set<PendingChanges>;
  readonly isLive: () => boolean;
}

/** One watcher of all runs. */
export async function* watchChanges(
  life: Life,
  { watchers, isLive }: WatchOptions,
): AsyncGenerator<ChangesMessage, undefined, undefined> {
  const pending = new PendingChanges();
  watchers.add(pending);
  if (isLive()) pending.resync();
  try {
    while (!life.ended) {
      const message = pending.take();
      if (message === null) await life.until(pending.some());
      else yield message;
    }
  } finally {
    watchers.delete(pending);
  }
}
