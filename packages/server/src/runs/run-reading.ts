import { estimateRun, type PipelineHistory, type RunEstimate, type RunView } from '@telltale/core';
import type { Reader, RunSummary } from '@telltale/ledger';
import { findRun } from './find-run.ts';
import type { Histories } from './histories.ts';
import { ViewCache } from './view-cache.ts';

/** A run as its page shows it, all of it of about one moment. */
export interface RunReading {
  readonly summary: RunSummary;
  readonly view: RunView;
  readonly history: PipelineHistory;
  readonly estimate: RunEstimate;
}

/** Reads runs with their view and their estimate, and keeps what is dear to read. */
export class RunReadings {
  readonly #reader: Reader;
  readonly #views: ViewCache;
  readonly #histories: Histories;

  constructor(reader: Reader, histories: Histories) {
    this.#reader = reader;
    this.#views = new ViewCache(reader);
    this.#histories = histories;
  }

  /** Throws `RunNotFoundError`. */
  async get(runId: string): Promise<RunReading> {
    // First the state, then the events: so they tell of all that led to it.
    const summary = await findRun(this.#reader, runId);
    const [view, history] = await Promise.all([this.#views.get(runId), this.#histories.get(summary.pipeline)]);
    return { summary, view, history, estimate: estimateRun(view, history, Date.parse(summary.asOf)) };
  }
}
