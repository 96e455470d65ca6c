import type { RunView } from '../view/run-view.ts';
import { hasEnded, isBehind } from '../view/states.ts';
import type { StepView } from '../view/step-view.ts';
import { type Estimate, estimateStep, type KnownEstimate, NOTHING_LEFT } from './estimate-step.ts';
import { type PipelineHistory, stepHistory } from './history.ts';
import { addRanges } from './range.ts';

export interface RunEstimate {
  /** 0–100, whole, and 100 only for a run that succeeded. Measured, never guessed: it moves with work, not with time. */
  readonly percent: number;
  /** The time at work that is left in the whole run; unknown if that of one step is. */
  readonly remaining: Estimate;
  /** What is left in those steps that something is known of. */
  readonly knownPart: KnownEstimate;
  /** The steps to come or under work that nothing is known of. */
  readonly unknownSteps: readonly string[];
  /** Every step in its order. */
  readonly steps: readonly StepEstimate[];
}

export interface StepEstimate {
  readonly step: string;
  readonly remaining: Estimate;
}

/** How far a run is and what is left of it, at `now` (ms since the epoch). A run that has ended has nothing left. */
export function estimateRun(view: RunView, history: PipelineHistory, now: number): RunEstimate {
  const ended = hasEnded(view.state);
  const steps = view.steps.map((step) => ({
    step: step.name,
    remaining: ended ? NOTHING_LEFT : estimateStep(step, stepHistory(history, step.name), now),
  }));
  const known = steps.flatMap(({ remaining }) => (remaining.known ? [remaining] : []));
  const unknown = steps.flatMap(({ step, remaining }) => (remaining.known ? [] : [{ step, remaining }]));
  const knownPart: KnownEstimate = known
    .filter(({ source }) => source !== 'done')
    .reduce((sum, part) => ({ known: true, source: 'sum', ...addRanges(sum, part) }), NOTHING_LEFT);
  // Before the submission arrives nothing is known of the steps, which is not the same as having none.
  const ofAllSteps: Estimate = view.submitted === null && !ended ? { known: false, why: 'no-history' } : knownPart;
  return {
    percent: runPercent(view, history),
    remaining: unknown[0]?.remaining ?? ofAllSteps,
    knownPart,
    unknownSteps: unknown.map(({ step }) => step),
    steps,
  };
}

/**
 * How much of the run's work is done. A step weighs what it usually takes (its median, not scaled by this run's size:
 * a weight that moved during a step would move the percentage back), a step without a past as much as the mean of the
 * others, and all the same if none has one.
 */
function runPercent(view: RunView, history: PipelineHistory): number {
  if (view.state === 'succeeded') return 100;
  const usual = view.steps.map((step) => stepHistory(history, step.name)?.p50Ms ?? null);
  const known = usual.filter((ms) => ms !== null);
  const mean = known.reduce((sum, ms) => sum + ms, 0) / known.length;
  const weights = usual.map((ms) => (known.length === 0 || mean === 0 ? 1 : (ms ?? mean)));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const done = view.steps.reduce((sum, step, index) => sum + shareDone(step) * (weights[index] ?? 0), 0);
  return whole === 0 ? 0 : Math.min(99, Math.floor((100 * done) / whole));
}

function shareDone(step: StepView): number {
  return isBehind(step.state) ? 1 : (step.percent ?? 0) / 100;
}
