import { msSince } from '../view/clock.ts';
import { handled } from '../view/counts.ts';
import { isBehind } from '../view/states.ts';
import type { StepView } from '../view/step-view.ts';
import { estimateFromPace } from './estimate-from-pace.ts';
import type { StepHistory } from './history.ts';
import { passRange, type Range, rangeOfPast, scaleRange } from './range.ts';

/**
 * The work that is left. `source` says what it was made from: the step's own `pace`, the `past` of the step, the past
 * scaled by its `size`; `done` when nothing is left, `sum` when parts were added up.
 */
export type Estimate = KnownEstimate | UnknownEstimate;

export interface KnownEstimate extends Range {
  readonly known: true;
  readonly source: 'pace' | 'size' | 'past' | 'done' | 'sum';
}

/** Why there is no estimate: nothing is known of the step, or it has outlived all that was known of it. */
export interface UnknownEstimate {
  readonly known: false;
  readonly why: 'no-history' | 'overdue';
}

export const NOTHING_LEFT: KnownEstimate = { known: true, source: 'done', lowMs: 0, highMs: 0 };

/**
 * The time at work that is left in a step, at `now` (ms since the epoch). A step that does not run keeps its estimate: a
 * pause makes it neither shorter nor longer.
 */
export function estimateStep(step: StepView, history: StepHistory | null, now: number): Estimate {
  if (isBehind(step.state)) return NOTHING_LEFT;
  const own = estimateFromPace(step, now);
  if (own !== null)
    return beyondItsGuess(step) ? { known: false, why: 'overdue' } : { known: true, source: 'pace', ...own };
  if (history === null) return { known: false, why: 'no-history' };
  const whole = expectStep(step, history);
  const passed = step.pace.mark === null ? 0 : msSince(step.pace.mark, now);
  const left = passRange(scaleRange(whole, shareLeft(step)), passed);
  return left.highMs === 0 && whole.highMs > 0
    ? { known: false, why: 'overdue' }
    : { known: true, source: whole.source, ...left };
}

/** The time that the whole step is expected to take, from its past. */
function expectStep(step: StepView, history: StepHistory): Range & { readonly source: 'size' | 'past' } {
  const { perUnit } = history;
  if (perUnit !== null && step.size?.unit === perUnit.unit) {
    const perOne = rangeOfPast(perUnit.p50MsPerUnit, perUnit.p95MsPerUnit, perUnit.runs);
    return { source: 'size', ...scaleRange(perOne, step.size.size) };
  }
  return { source: 'past', ...rangeOfPast(history.p50Ms, history.p95Ms, history.runs) };
}

function shareLeft({ counts }: StepView): number {
  if (counts.total === null || counts.total === 0) return 1;
  return Math.max(0, 1 - handled(counts) / counts.total);
}

/** Whether more is done than the guess of a total allowed for. */
function beyondItsGuess({ counts }: StepView): boolean {
  return counts.estimated && handled(counts) >= (counts.total ?? Number.POSITIVE_INFINITY);
}
