import { emptyRunView, type RunView, reduceAll, TelltaleError } from '@telltale/core';
import type { Reader } from '@telltale/ledger';
import { LRUCache } from 'lru-cache';
import { SharedReads } from '../http/shared-reads.ts';

const MAX_RUNS = 200;

/**
 * The views of the runs that somebody looks at. Each is brought up to date by the events that came since, so that looking
 * every few seconds at a run of many events reads few of them.
 */
export class ViewCache {
  readonly #reader: Pick<Reader, 'readEvents'>;
  readonly #views = new LRUCache<string, RunView>({ max: MAX_RUNS });
  readonly #updates = new SharedReads<RunView>();

  constructor(reader: Pick<Reader, 'readEvents'>) {
    this.#reader = reader;
  }

  /** The view of a run as it is now. Those who ask at the same time wait for the same reading. Throws `RunNotFoundError`. */
  async get(runId: string): Promise<RunView> {
    return await this.#updates.get(runId, () => this.#update(runId));
  }

  async #update(runId: string): Promise<RunView> {
    const known = this.#views.get(runId) ?? emptyRunView(runId);
    try {
      const view = await this.#readOn(known);
      this.#views.set(runId, view);
      return view;
    } catch (error) {
      const code = error instanceof TelltaleError ? error.code : null;
      if (code === 'run_not_found' || code === 'seq_ahead') this.#views.delete(runId);
      // The database was set back to an earlier state: what is known never happened.
      if (code === 'seq_ahead') return await this.#update(runId);
      throw error;
    }
  }

  async #readOn(known: RunView): Promise<RunView> {
    for (let view = known; ; ) {
      const { events, lastSeq, reset } = await this.#reader.readEvents(known.runId, { after: view.lastSeq });
      // Events in between were removed: what is left is all that there is to tell.
      view = reduceAll(reset ? emptyRunView(known.runId) : view, events);
      if (view.lastSeq >= lastSeq || events.length === 0) return view;
    }
  }
}
