import type { Counts, Instant } from '../events/shapes.ts';
import { msBetween } from '../view/clock.ts';
import { completeCounts, handled, percentOf } from '../view/counts.ts';
import { NO_PACE, type Pace } from '../view/pace.ts';
import { emptyRunView, type RunView } from '../view/run-view.ts';
import { hasEnded, isInHand, type RunState } from '../view/states.ts';
import { pendingStep, type StepView } from '../view/step-view.ts';
import { estimateRun } from './estimate-run.ts';
import type { Estimate } from './estimate-step.ts';
import type { PipelineHistory } from './history.ts';

/** What a row of a list knows of a run. */
export interface RunRow {
  readonly state: RunState;
  /** The declared steps, in order. */
  readonly steps: readonly string[];
  readonly step: {
    readonly name: string;
    readonly attempt: number;
    readonly startedAt: Instant | null;
    readonly counts: Counts;
    readonly size: { readonly size: number; readonly unit: string } | null;
  } | null;
  /** How often a worker took it. */
  readonly tries: number;
  readonly retryOf: string | null;
  readonly advancedAt: Instant;
}

/** How far a run is and what is left of it, as far as its row tells. */
export interface RowEstimate {
  readonly percent: number;
  readonly remaining: Estimate;
}

/**
 * How far a run is and what is left of it, at `now` (ms since the epoch), without its trace: for lists. Rougher than
 * `estimateRun`: of a pace it knows the mean alone, and of one that may count what an earlier attempt had done, nothing.
 */
export function estimateRow(row: RunRow, history: PipelineHistory, now: number): RowEstimate {
  const { percent, remaining } = estimateRun(viewOf(row), history, now);
  return { percent, remaining };
}

function viewOf(row: RunRow): RunView {
  const { state, steps, step } = row;
  const place = step === null ? -1 : steps.indexOf(step.name);
  return {
    ...emptyRunView(''),
    state,
    // That its submission was told of is what makes its steps known.
    submitted: { at: row.advancedAt, by: null, reason: null },
    currentStep: step?.name ?? null,
    steps: steps.map((name, index) => {
      const pending = pendingStep(name, index + 1);
      if (index < place || state === 'succeeded') return { ...pending, state: 'succeeded' };
      return index === place && step !== null ? stepUnderWork(pending, row, step) : pending;
    }),
  };
}

function stepUnderWork(pending: StepView, row: RunRow, step: NonNullable<RunRow['step']>): StepView {
  const counts = completeCounts(step.counts);
  return {
    ...pending,
    state: hasEnded(row.state) ? 'stopped' : 'running',
    attempt: step.attempt,
    startedAt: step.startedAt,
    counts,
    percent: percentOf(counts),
    size: step.size,
    pace: paceOf(row, step),
  };
}

/** Each item as long as the mean one. */
function paceOf({ state, tries, retryOf, advancedAt }: RunRow, step: NonNullable<RunRow['step']>): Pace {
  const items = handled(step.counts);
  const mark = isInHand(state) ? (items === 0 ? step.startedAt : advancedAt) : null;
  const isAllItsOwn = tries <= 1 && retryOf === null && step.attempt === 1;
  if (step.startedAt === null || items === 0 || !isAllItsOwn) return { ...NO_PACE, mark };
  const ms = msBetween(step.startedAt, advancedAt);
  return { mark, advances: items, items, ms, squares: (ms * ms) / items };
}
