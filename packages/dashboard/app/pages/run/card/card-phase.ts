import { currentStep, handled, hasEnded, isBehind, isInHand, type RunView, type StepView } from '@telltale/core';

/**
 * What the processing card is about.
 *
 * - `waiting-for-worker`: nobody has taken the run yet.
 * - `beginning`: a worker has it, and has not begun a step.
 * - `at-step`: a step is under work, or was when it paused or ended.
 * - `between-steps`: one is done, and the next has not begun.
 * - `done`: all of it.
 * - `never-begun`: it ended before its first step.
 */
export type CardPhase = 'waiting-for-worker' | 'beginning' | 'at-step' | 'between-steps' | 'done' | 'never-begun';

export function cardPhase(view: RunView): CardPhase {
  const step = currentStep(view);
  if (view.state === 'succeeded') return 'done';
  if (step === null) {
    if (hasEnded(view.state)) return 'never-begun';
    return isInHand(view.state) ? 'beginning' : 'waiting-for-worker';
  }
  return isBehind(step.state) && !hasEnded(view.state) ? 'between-steps' : 'at-step';
}

/** How far the bar of the step is; `null`: it moves to and fro. A step without items is at 0 and stays there. */
export function barPercent(phase: CardPhase, step: StepView | null): number | null {
  if (phase === 'done' || phase === 'between-steps') return 100;
  if (phase !== 'at-step' || step === null) return 0;
  return hasNoItems(step) ? 0 : step.percent;
}

/** Whether the step has found that there is nothing for it to do. */
export function hasNoItems({ counts }: StepView): boolean {
  return counts.total === 0 && handled(counts) === 0;
}

/** Whether the step has told how far it is. */
export function isCounted({ counts }: StepView): boolean {
  return counts.total !== null || handled(counts) > 0;
}

/** News that are younger than this, in ms, show that something moves. */
const MOVES_MS = 2_000;

/** Whether nothing moves because an answer from outside is awaited, at `now` in ms since the epoch. */
export function isWaiting({ openActions, advancedAt, state }: RunView, now: number): boolean {
  if (!isInHand(state) || openActions.length === 0) return false;
  return advancedAt === null || now - Date.parse(advancedAt) > MOVES_MS;
}

/** Steps that are not begun, in order. */
export function stepsToCome(steps: readonly StepView[]): readonly StepView[] {
  return steps.filter(({ state }) => state === 'pending');
}
