import { NO_HISTORY, type PipelineHistory, usualGapMs, usualToolMs } from '../estimate/history.ts';
import type { Instant } from '../events/shapes.ts';
import type { LoopFinding } from '../view/agent-view.ts';
import { shift } from '../view/clock.ts';
import { currentStep, type RunView } from '../view/run-view.ts';
import type { StepView } from '../view/step-view.ts';
import { mostTelling } from './most-telling.ts';
import type { ActionFacts, RunFacts, StepFacts } from './run-facts.ts';

/** What a verdict needs that is not in a run's events. */
export interface OutsideFacts {
  /** The last heartbeat of the run's worker. */
  readonly aliveAt: Instant | null;
  readonly history?: PipelineHistory;
}

/** The facts of a run, from its view. */
export function factsOf(view: RunView, { aliveAt, history = NO_HISTORY }: OutsideFacts): RunFacts {
  const step = currentStep(view);
  return {
    state: view.state,
    stateSince: view.stateSince,
    advancedAt: view.advancedAt,
    workerId: view.workerId,
    aliveAt,
    step: step === null ? null : stepFacts(step, view.steps.length),
    action: actionFacts(view, history),
    looping: loopFinding(view),
    question: openQuestion(view),
    retryAt: step?.retry ? shift(step.retry.at, step.retry.delayMs) : null,
    stuckAfterMs: step?.stuckAfterMs ?? null,
    usualGapMs: usualGapMs(history, view.currentStep),
  };
}

/** Of the loops that agents of the run are in the one that has lasted for longest. */
export function loopFinding(view: RunView): LoopFinding | null {
  return longestLoop(view.agents.entries.map(({ looping }) => looping));
}

/** The one that was found first; `null` if there is none. */
export function longestLoop(findings: readonly (LoopFinding | null)[]): LoopFinding | null {
  return findings.reduce(
    (first, next) => (next === null || (first !== null && first.at <= next.at) ? first : next),
    null,
  );
}

function openQuestion({ state, pause }: RunView): RunFacts['question'] {
  const question = state === 'paused' ? (pause?.question ?? null) : null;
  return question === null ? null : { question };
}

function stepFacts(step: StepView, of: number): StepFacts {
  return {
    name: step.name,
    number: step.number,
    of,
    startedAt: step.attemptStartedAt,
    counts: step.counts,
    unit: step.unit,
    current: step.current,
  };
}

function actionFacts(view: RunView, history: PipelineHistory): ActionFacts | null {
  const open = mostTelling(
    view.openActions.map((action) => ({ ...action, usualMs: usualToolMs(history, action.tool) })),
  );
  if (open === null) return null;
  const { tool, input, startedAt, timeoutMs, usualMs } = open;
  return { tool, input, startedAt, timeoutMs, usualMs };
}
