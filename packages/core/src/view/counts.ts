import type { Counts, Instant } from '../events/shapes.ts';
import { advancePace } from './pace.ts';
import type { StepCounts, StepView } from './step-view.ts';

/** Items that need no more work: done, failed or skipped. */
export function handled(counts: Counts): number {
  return counts.done + counts.failed + counts.skipped;
}

/**
 * How far, as a whole number from 0 to 100: the nearest, but 100 only when all of an exact total is handled. `null` while
 * the total is unknown.
 */
export function percentOf(counts: Counts): number | null {
  if (counts.total === null) return null;
  if (counts.total === 0) return 0;
  const percent = Math.round((100 * handled(counts)) / counts.total);
  const complete = handled(counts) >= counts.total && counts.estimated !== true;
  return complete ? 100 : Math.min(99, percent);
}

/** The step with other counts. Its percentage stays where it is if the new counts are behind it. */
export function withCounts(step: StepView, counts: StepCounts): StepView {
  const percent = percentOf(counts);
  return { ...step, counts, percent: percent === null ? step.percent : Math.max(percent, step.percent ?? 0) };
}

/** The step with other counts, the difference being work of this attempt: it sets the pace. */
export function advanceCounts(step: StepView, counts: StepCounts, at: Instant): StepView {
  const next = withCounts(step, counts);
  return { ...next, pace: advancePace(step.pace, handled(counts) - handled(step.counts), at) };
}

export function completeCounts(counts: Counts): StepCounts {
  return {
    total: counts.total,
    done: counts.done,
    failed: counts.failed,
    skipped: counts.skipped,
    estimated: counts.estimated ?? false,
  };
}
