import type { ItemOutcome } from '@telltale/core';
import type { EarlierAction, ItemPage, ItemResult } from '@telltale/ledger';
import type { RunExecution } from './run-execution.ts';
import { whileAway } from './while-away.ts';

const PAGE = 500;

/** What earlier attempts of a step have left to an attempt of it: items that are done, and actions. */
export class EarlierWork {
  readonly #execution: RunExecution;
  readonly #step: string;
  readonly #isFirst: boolean;
  /** The last event before the attempt: what earlier ones began had begun by then. */
  readonly #lastSeq: number;
  #items: Promise<ReadonlyMap<string, ItemOutcome>> | null = null;

  constructor(execution: RunExecution, step: string, attempt: number) {
    this.#execution = execution;
    this.#step = step;
    this.#isFirst = attempt === 1;
    this.#lastSeq = Math.max(execution.taken.lastSeq, execution.recorder.lastSeq);
  }

  /** How each item ended that earlier attempts, or the run that this one repeats, have ended. Read once. */
  items(): Promise<ReadonlyMap<string, ItemOutcome>> {
    this.#items ??= this.#readItems();
    return this.#items;
  }

  /** The results of all items that have ended. */
  results(): AsyncIterable<ItemResult> {
    const { runId, services } = this.#execution;
    return services.reader.itemResults(runId, this.#step);
  }

  /** The actions of an item or, with `null`, those outside of items, in the order of their starts. */
  async actions(item: string | null): Promise<readonly EarlierAction[]> {
    if (this.#isFirst) return [];
    const { runId, recorder, services } = this.#execution;
    // The ends of the last attempt's actions, which nobody has waited for.
    await recorder.flushed();
    const place = { runId, step: this.#step, item };
    return await whileAway(() => services.reader.earlierActions({ ...place, upToSeq: this.#lastSeq }));
  }

  async #readItems(): Promise<ReadonlyMap<string, ItemOutcome>> {
    const ended = new Map<string, ItemOutcome>();
    const { runId, taken, services } = this.#execution;
    if (this.#isFirst && taken.retryOf === null) return ended;
    for (let cursor: string | null = null; ; ) {
      const page: ItemPage = await whileAway(() =>
        services.reader.listItems({ runId, step: this.#step, limit: PAGE, cursor }),
      );
      for (const { key, outcome } of page.items) ended.set(key, outcome);
      cursor = page.nextCursor;
      if (cursor === null) return ended;
    }
  }
}
