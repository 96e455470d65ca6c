import type { RunSummaryBody } from '@telltale/api';
import { describeVerdict, percentOf } from '@telltale/core';
import type { RunSummary } from '@telltale/ledger';

/** A run as the API tells of it: with its verdict as a sentence, and how far its step is. */
export function toRunSummaryBody(summary: RunSummary): RunSummaryBody {
  const { verdict, step } = summary;
  return {
    ...summary,
    sentence: describeVerdict(verdict, { facts: summary, estimate: null, now: Date.parse(summary.asOf) }),
    percent: step === null ? null : percentOf(step.counts),
  };
}
