import type { RunSummaryBody } from '@telltale/api';
import { describeVerdict, estimateRow, NO_HISTORY, type PipelineHistory, percentOf } from '@telltale/core';
import type { Reader, RunSummary } from '@telltale/ledger';
import { Histories } from './histories.ts';

/** Runs as the API tells of them: each with its verdict as a sentence, how far it is, and what is left of it. */
export class RunBodies {
  readonly histories: Histories;

  constructor(reader: Pick<Reader, 'stepHistory'>) {
    this.histories = new Histories(reader);
  }

  async one(run: RunSummary): Promise<RunSummaryBody> {
    return toRunSummaryBody(run, await this.histories.get(run.pipeline));
  }

  async of(runs: readonly RunSummary[]): Promise<RunSummaryBody[]> {
    const pipelines = [...new Set(runs.map(({ pipeline }) => pipeline))];
    const histories = new Map(
      await Promise.all(pipelines.map(async (pipeline) => [pipeline, await this.histories.get(pipeline)] as const)),
    );
    return runs.map((run) => toRunSummaryBody(run, histories.get(run.pipeline) ?? NO_HISTORY));
  }
}

export function toRunSummaryBody(summary: RunSummary, history: PipelineHistory): RunSummaryBody {
  const { verdict, step, asOf } = summary;
  const now = Date.parse(asOf);
  return {
    ...summary,
    sentence: describeVerdict(verdict, { facts: summary, estimate: null, now }),
    percent: step === null ? null : percentOf(step.counts),
    run: estimateRow(summary, history, now),
  };
}
