import { estimateRun, type RunEstimate, type RunView, type StepHistory } from '@telltale/core';
import type { Reader, RunSummary } from '@telltale/ledger';
import { LRUCache } from 'lru-cache';
import { findRun } from './find-run.ts';
import { ViewCache } from './view-cache.ts';

/** A run as its page shows it, all of it of about one moment. */
export interface RunReading {
  readonly summary: RunSummary;
  readonly view: RunView;
  readonly estimate: RunEstimate;
}

/** The past of a pipeline changes with each step that ends, and hardly ever by much. */
const HISTORY_AGE_MS = 5_000;
const MAX_PIPELINES = 100;

/** Reads runs with their view and their estimate, and keeps what is dear to read. */
export class RunReadings {
  readonly #reader: Reader;
  readonly #views: ViewCache;
  readonly #histories: LRUCache<string, readonly StepHistory[]>;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#views = new ViewCache(reader);
    this.#histories = new LRUCache<string, readonly StepHistory[]>({
      max: MAX_PIPELINES,
      ttl: HISTORY_AGE_MS,
      fetchMethod: (pipeline) => reader.stepHistory(pipeline),
    });
  }

  /** Throws `RunNotFoundError`. */
  async get(runId: string): Promise<RunReading> {
    // First the state, then the events: so they tell of all that led to it.
    const summary = await findRun(this.#reader, runId);
    const [view, steps = []] = await Promise.all([this.#views.get(runId), this.#histories.fetch(summary.pipeline)]);
    return { summary, view, estimate: estimateRun(view, { steps, tools: [] }, Date.parse(summary.asOf)) };
  }
}
