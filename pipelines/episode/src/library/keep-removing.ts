import { setTimeout as delay } from 'node:timers/promises';
import type { EpisodeLibrary, Removal } from './library.ts';

export interface KeepRemovingOptions {
  /** Between two rounds, in ms. Default: a minute. */
  readonly everyMs?: number;
  /** Told after each round that left something. */
  readonly onLeft?: (left: readonly Removal[]) => void;
  /** Told of a round that could not be made, or not to its end: the database is away, or the store of files. */
  readonly onError?: (error: unknown) => void;
}

const EVERY_MS = 60_000;

/**
 * Tries again and again to remove what deleted episodes left outside of the database, and files that nobody wants, from now on
 * until it is disposed of. For workers: as long as one runs, what is left goes as soon as that can be done.
 */
export function keepRemoving(
  library: Pick<EpisodeLibrary, 'workRemovals'>,
  { everyMs = EVERY_MS, onLeft, onError }: KeepRemovingOptions = {},
): AsyncDisposable {
  const stopping = new AbortController();
  const { signal } = stopping;
  async function rounds(): Promise<void> {
    while (!signal.aborted) {
      try {
        const left = await library.workRemovals({ signal });
        if (left.length > 0) onLeft?.(left);
      } catch (error) {
        if (!signal.aborted) onError?.(error);
      }
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
  const done = rounds();
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}
