import type { RunEstimate } from '../estimate/estimate-run.ts';
import type { Estimate } from '../estimate/estimate-step.ts';
import type { TraceEvent } from '../events/event.ts';
import type { EventType } from '../events/event-types.ts';
import type { RunFacts } from '../verdict/run-facts.ts';
import type { VerdictName, VerdictOf } from '../verdict/verdict.ts';
import type { ActionView } from '../view/action-view.ts';
import type { Control } from '../view/controls.ts';
import type { RunState, StepState } from '../view/states.ts';
import type { StepView } from '../view/step-view.ts';
import type { NextStep, StepFailure } from './step-failure.ts';

/**
 * Everything that Telltale says about a run, in one language. A translation is another object of this type: each message
 * gets the data and makes its own sentence, so that no language has to follow the word order of another.
 */
export interface Catalogue {
  /** One sentence for each verdict. */
  readonly verdicts: { readonly [N in VerdictName]: (verdict: VerdictOf<N>, about: VerdictContext) => string };
  /** One line for each state of a step, without the step's name. */
  readonly steps: { readonly [S in StepState]: (step: StepView, now: number) => string };
  readonly remaining: (estimate: Estimate) => string;
  /** One line for each event type. */
  readonly events: { readonly [T in EventType]: (event: TraceEvent<T>) => string };
  /** One line for an action, running or ended. */
  readonly action: (action: ActionView, now: number) => string;
  readonly failure: (failure: StepFailure) => string;
  /** What somebody can do next. */
  readonly next: { readonly [D in NextStep['do']]: (next: Extract<NextStep, { readonly do: D }>) => string };
  /** Why a control was refused, and which are not. */
  readonly refusal: (runId: string, state: RunState, allowed: readonly Control[]) => string;
  /** Why a submission made no run: this one was there. */
  readonly notStarted: (runId: string, state: RunState, reason: NotStartedReason) => string;
}

/** `in-flight`: there is one run of a subject at a time. `idempotency-key`: the same request was made before. */
export type NotStartedReason = 'in-flight' | 'idempotency-key';

/** What a verdict's sentence may tell beside the verdict. `now` is in ms since the epoch. */
export interface VerdictContext {
  readonly facts: RunFacts;
  readonly estimate: RunEstimate | null;
  readonly now: number;
}
