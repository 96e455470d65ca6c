import { msSince, readClock } from '../../view/clock.ts';
import { handled } from '../../view/counts.ts';
import type { StepView } from '../../view/step-view.ts';
import type { Catalogue } from '../catalogue.ts';
import { formatAge, formatDuration } from '../duration.ts';
import { formatCounts } from '../quantity.ts';
import { oneLine } from '../text.ts';

export const steps: Catalogue['steps'] = {
  pending: () => 'not started yet',
  running: (step, now) => `running for ${formatAge(readClock(step.clock, now))}${far(step)}${percent(step)}`,
  retrying: (step, now) => {
    const wait = step.retry === null ? 0 : step.retry.delayMs - msSince(step.retry.at, now);
    return `failed${why(step)}; attempt ${step.retry?.attempt ?? step.attempt + 1} in ${formatAge(wait)}`;
  },
  stopped: (step) => `stopped${step.reason === null ? '' : ` (${step.reason})`}${workedAtAll(step)}${far(step)}`,
  succeeded: (step) => `done in ${worked(step)}${far(step)}`,
  failed: (step) => `failed after ${worked(step)}${far(step)}${why(step)}`,
  skipped: (step) => `skipped${step.reason === null ? '' : `: ${oneLine(step.reason)}`}`,
  kept: () => 'done by an earlier run',
};

function worked(step: StepView): string {
  return formatDuration(step.clock.ms);
}

/** Of a step whose worker was lost it is only known how long it was seen to work. */
function workedAtAll(step: StepView): string {
  return step.clock.ms === 0 ? '' : ` after ${worked(step)}`;
}

function far({ counts, unit }: StepView): string {
  return counts.total === null && handled(counts) === 0 ? '' : `, ${formatCounts(counts, unit)}`;
}

function percent(step: StepView): string {
  return step.percent === null ? '' : `, ${step.percent}%`;
}

function why({ error }: StepView): string {
  return error === null ? '' : `: ${oneLine(error.message)}`;
}
