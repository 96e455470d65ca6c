import { msSince } from '../view/clock.ts';
import { handled } from '../view/counts.ts';
import { addAdvance, type Pace } from '../view/pace.ts';
import type { StepView } from '../view/step-view.ts';
import { passRange, type Range, studentT80 } from './range.ts';

/** A pace is worth an estimate after so many advances … */
const ENOUGH_ADVANCES = 5;
/** … or, of a short list, after this share of it, but never after a single advance, which has no spread. */
const ENOUGH_SHARE = 0.1;
const ENOUGH_ADVANCES_OF_A_SHARE = 2;
/** … and after so much time, in ms: the first items pay for what the others find warm. */
const ENOUGH_MS = 3_000;

/**
 * The time that the rest of the step's items will take at its own pace; `null` while too few were handled.
 *
 * With n items handled, mean time m and variance s² per item, the next R items take
 *
 *     R·m ± t · s · √(R · (1 + R / n))
 *
 * the prediction interval of the mean of R future observations after n (Meeker, Hahn and Escobar, Statistical Intervals,
 * 2nd edition, chapter 4), times R: R·s² is how much R items differ, R²·s²/n how badly m is known. s² comes from advances
 * of k items in d ms as Σ k·(d/k − m)² / (advances − 1).
 *
 * The advance under way counts as soon as it takes longer than the mean one: a slow item makes the estimate grow.
 */
export function estimateFromPace(step: StepView, now: number): Range | null {
  const { counts, pace } = step;
  if (counts.total === null || !isEnough(step)) return null;
  const left = Math.max(0, counts.total - handled(counts));
  const passed = pace.mark === null ? 0 : msSince(pace.mark, now);
  if (passed <= pace.ms / pace.advances) return passRange(predict(pace, left), passed);
  const usualItems = pace.items / pace.advances;
  return predict(addAdvance(pace, usualItems, passed), Math.max(0, left - usualItems));
}

function predict(pace: Pace, left: number): Range {
  const mean = pace.ms / pace.items;
  const variance = Math.max(0, pace.squares - pace.ms * mean) / (pace.advances - 1);
  const half = studentT80(pace.advances - 1) * Math.sqrt(variance * left * (1 + left / pace.items));
  return { lowMs: Math.max(0, left * mean - half), highMs: left * mean + half };
}

function isEnough({ counts, pace }: StepView): boolean {
  if (pace.ms < ENOUGH_MS) return false;
  if (pace.advances >= ENOUGH_ADVANCES) return true;
  return pace.advances >= ENOUGH_ADVANCES_OF_A_SHARE && handled(counts) >= ENOUGH_SHARE * (counts.total ?? 0);
}
