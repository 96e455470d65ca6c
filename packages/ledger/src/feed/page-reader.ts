import { tell } from '../observers.ts';
import type { Page, RunKey } from './page.ts';
import { type Ask, type ReadStatement, readStatement, toPages } from './read-pages.ts';
import type { FeedHooks, ReadSource } from './settings.ts';

/** Most askers that one statement serves. */
const MOST_ASKS = 64;
/** What each of them gets at least, however many there are. */
const LEAST_EVENTS = 16;

export interface PageReaderOptions {
  readonly source: ReadSource;
  /** Sends a statement and gives its rows, however long that takes; rejects only for reasons that last. */
  readonly execute: (statement: ReadStatement) => Promise<unknown[][]>;
  readonly readEvents: number;
  readonly hooks: FeedHooks;
}

interface OpenAsk extends Ask, PromiseWithResolvers<Page> {}

/**
 * Reads for everybody who asks, with one statement under way at a time. It serves all who have asked by then (64 at
 * most, in order of arrival); who asks meanwhile is served by the next one. So the busier it is, the less a read costs.
 *
 * Two who ask for the same, before it is sent, share one answer. A read is always sent after it was asked for: who was
 * told of a commit before asking finds that commit in the page.
 */
export class PageReader {
  readonly #options: PageReaderOptions;
  readonly #asks = new Map<string, OpenAsk>();
  #working = false;

  constructor(options: PageReaderOptions) {
    this.#options = options;
  }

  read(run: RunKey, after: number): Promise<Page> {
    const key = `${run.run} ${after}`;
    const same = this.#asks.get(key);
    if (same !== undefined) return same.promise;
    const ask: OpenAsk = { run, after, ...Promise.withResolvers<Page>() };
    this.#asks.set(key, ask);
    if (!this.#working) {
      this.#working = true;
      // Not at once: notifications that came in one packet make one statement.
      queueMicrotask(() => void this.#work());
    }
    return ask.promise;
  }

  async #work(): Promise<void> {
    while (this.#asks.size > 0) await this.#answer(this.#take());
    this.#working = false;
  }

  #take(): OpenAsk[] {
    const taken: OpenAsk[] = [];
    for (const [key, ask] of this.#asks) {
      if (taken.length === MOST_ASKS) break;
      taken.push(ask);
      this.#asks.delete(key);
    }
    return taken;
  }

  async #answer(asks: readonly OpenAsk[]): Promise<void> {
    const { source, execute, readEvents, hooks } = this.#options;
    const limit = Math.max(LEAST_EVENTS, Math.floor(readEvents / asks.length));
    const startedMs = performance.now();
    try {
      const pages = toPages(asks, limit, await execute(readStatement(asks, limit)));
      const events = pages.reduce((sum, page) => sum + page.events.length, 0);
      tell(() => hooks.read?.({ source, runs: asks.length, events, ms: performance.now() - startedMs }));
      for (const [index, page] of pages.entries()) asks[index]?.resolve(page);
    } catch (error) {
      for (const ask of asks) ask.reject(error);
    }
  }
}
