import { isBehind, type RunState, type RunView } from '@telltale/core';

/** What controls need to know of a run. */
export interface ControlledRun {
  readonly runId: string;
  readonly state: RunState;
  /** It is paused and waits to be told something. */
  readonly asksSomething: boolean;
  /** Of a run that waits in its queue; `null` if it is not known. */
  readonly priority: number | null;
  /** Items and actions that a cancellation would cut off. */
  readonly countInWork: () => number;
  /** Of a run that has ended, in order. */
  readonly steps: readonly ControlledStep[];
  /** Where a retry goes on. */
  readonly retryStep: ControlledStep | null;
}

export interface ControlledStep {
  readonly name: string;
  /** Whether the run came to it: only there it can begin again. */
  readonly wasReached: boolean;
  /** Whether it has items, of which some may be done. */
  readonly isItemised: boolean;
}

/** The steps as controls need them. */
export function controlledSteps(steps: RunView['steps']): readonly ControlledStep[] {
  return steps.map(({ name, state, itemised }, index) => ({
    name,
    // The first is where every run begins.
    wasReached: index === 0 || state !== 'pending',
    isItemised: itemised,
  }));
}

/** Where a run that did not succeed goes on: at the step that failed, or else at the first that is not done. */
export function stepToRetry(steps: RunView['steps']): ControlledStep | null {
  const step =
    steps.find(({ state }) => state === 'failed') ?? steps.find(({ state }) => !isBehind(state)) ?? steps.at(-1);
  return step === undefined ? null : (controlledSteps([step])[0] ?? null);
}
