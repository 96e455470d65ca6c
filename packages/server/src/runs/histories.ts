import { NO_HISTORY, type PipelineHistory } from '@telltale/core';
import type { Reader } from '@telltale/ledger';
import { LRUCache } from 'lru-cache';

/** The past of a pipeline changes with each step that ends, and hardly ever by much. */
const HISTORY_AGE_MS = 5_000;
const MAX_PIPELINES = 100;

/** What is known of the past of pipelines, kept for a moment: everybody who looks at a run asks for it. */
export class Histories {
  readonly #kept: LRUCache<string, PipelineHistory>;

  constructor(reader: Pick<Reader, 'stepHistory'>) {
    this.#kept = new LRUCache<string, PipelineHistory>({
      max: MAX_PIPELINES,
      ttl: HISTORY_AGE_MS,
      fetchMethod: async (pipeline) => ({ ...NO_HISTORY, steps: await reader.stepHistory(pipeline) }),
    });
  }

  async get(pipeline: string): Promise<PipelineHistory> {
    return (await this.#kept.fetch(pipeline)) ?? NO_HISTORY;
  }
}
