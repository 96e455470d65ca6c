import type { Estimate } from '../estimate/estimate-step.ts';
import type { TraceEvent } from '../events/event.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { ActionView } from '../view/action-view.ts';
import { ALLOWED_CONTROLS, type Control } from '../view/controls.ts';
import type { RunState } from '../view/states.ts';
import type { StepView } from '../view/step-view.ts';
import type { TimelineEntry } from '../view/timeline.ts';
import type { Catalogue, NotStartedReason, VerdictContext } from './catalogue.ts';
import { english } from './english/index.ts';
import type { NextStep, StepFailure } from './step-failure.ts';

/** A verdict as one sentence. */
export function describeVerdict(verdict: Verdict, about: VerdictContext, words: Catalogue = english): string {
  // Each table pairs a name with its message; TypeScript cannot follow that through an index.
  const message = words.verdicts[verdict.name] as (verdict: Verdict, about: VerdictContext) => string;
  return message(verdict, about);
}

/** A step's state as one line, without its name, at `now` (ms since the epoch). */
export function describeStep(step: StepView, now: number, words: Catalogue = english): string {
  return words.steps[step.state](step, now);
}

/** The time that is left, or that nobody knows it. */
export function describeRemaining(estimate: Estimate, words: Catalogue = english): string {
  return words.remaining(estimate);
}

/** An event as one line, without its time. */
export function describeEvent(event: TraceEvent, words: Catalogue = english): string {
  const message = words.events[event.type] as (event: TraceEvent) => string;
  return message(event);
}

/** An action as one line, at `now` (ms since the epoch). */
export function describeAction(action: ActionView, now: number, words: Catalogue = english): string {
  return words.action(action, now);
}

/** A line of a timeline. */
export function describeEntry(entry: TimelineEntry, now: number, words: Catalogue = english): string {
  return entry.kind === 'action' ? describeAction(entry.action, now, words) : describeEvent(entry.event, words);
}

/** Why a step failed, how far it was, what was tried and what can be done. It reads the same in any process. */
export function describeFailure(failure: StepFailure, words: Catalogue = english): string {
  return words.failure(failure);
}

/** What somebody can do next, as a phrase. */
export function describeNext(next: NextStep, words: Catalogue = english): string {
  const message = words.next[next.do] as (next: NextStep) => string;
  return message(next);
}

/** Why a run in this state refuses a control; `null` if it does not. */
export function refuseControl(
  runId: string,
  state: RunState,
  control: Control,
  words: Catalogue = english,
): string | null {
  const allowed = ALLOWED_CONTROLS[state];
  return allowed.includes(control) ? null : words.refusal(runId, state, allowed);
}

/** Why a submission made no run, and what became of the one that was there. */
export function describeNotStarted(
  runId: string,
  state: RunState,
  reason: NotStartedReason,
  words: Catalogue = english,
): string {
  return words.notStarted(runId, state, reason);
}
