import type { ActionOutcome, StopReason } from '../events/outcomes.ts';
import type { Instant, ItemRef } from '../events/shapes.ts';
import type { ActionView } from './action-view.ts';
import { VIEW_LIMITS } from './bounded.ts';
import { msBetween, stopClock } from './clock.ts';
import { markPace } from './pace.ts';
import { interruptAgents } from './reduce-agent.ts';
import type { RunView } from './run-view.ts';
import type { StepView } from './step-view.ts';
import { putAction } from './timeline.ts';

/**
 * The view once no worker has the run in hand: nothing of it runs any more, whether or not each part said so itself.
 * `workedUntil` stops the clocks. After a crash it is the last event: nobody saw any work since.
 */
export function letGo(view: RunView, at: Instant, reason: StopReason, workedUntil: Instant | null = at): RunView {
  const outcome = reason === 'cancelled' ? 'cancelled' : 'interrupted';
  const closed = view.openActions.map((action) => closeAction(action, at, outcome));
  return {
    ...interruptAgents(view, at, () => true),
    clock: stopClock(view.clock, workedUntil),
    workerId: null,
    steps: view.steps.map((step) =>
      step.state === 'running' || step.state === 'retrying' ? stopStep(step, workedUntil, reason) : step,
    ),
    openActions: [],
    timeline: closed.reduce(putAction, view.timeline),
  };
}

/** The step after it let go. */
function stopStep(step: StepView, at: Instant | null, reason: StopReason): StepView {
  return { ...restStep(step), state: 'stopped', clock: stopClock(step.clock, at), reason, upNext: nextItems(step) };
}

/** The step with nothing in work. */
export function restStep(step: StepView): StepView {
  return { ...step, current: [], retry: null, pace: markPace(step.pace, null) };
}

/** What comes next if the step lets go now: first what it had in work. */
export function nextItems(step: StepView): readonly ItemRef[] {
  const current = step.current.map(({ since: _, ...item }) => item);
  const others = step.upNext.filter((item) => !current.some((first) => first.key === item.key));
  return [...current, ...others].slice(0, VIEW_LIMITS.upNext);
}

function closeAction(action: ActionView, at: Instant, state: ActionOutcome): ActionView {
  return { ...action, state, finishedAt: at, durationMs: msBetween(action.startedAt, at) };
}
