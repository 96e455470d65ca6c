import type { TraceEvent } from '../events/event.ts';
import type { Counts, Instant, ItemRef } from '../events/shapes.ts';
import { NOTHING, VIEW_LIMITS } from './bounded.ts';
import { startClock, stopClock, sum } from './clock.ts';
import { advanceCounts, completeCounts, percentOf, withCounts } from './counts.ts';
import { updateStep } from './find-step.ts';
import { nextItems, restStep } from './let-go.ts';
import { markPace } from './pace.ts';
import { interruptAgents } from './reduce-agent.ts';
import type { Reducers } from './reducer.ts';
import type { RunView } from './run-view.ts';
import { type CurrentItem, NO_COUNTS, type StepCounts, type StepView } from './step-view.ts';

export const stepReducers: Reducers<'step'> = {
  'step.started': (view, event) => ({
    ...beginOrEnd(view, event.step, event.at, (step) => beginAttempt(step, event, view.lastAt)),
    currentStep: event.step ?? view.currentStep,
  }),

  'step.sized': (view, event) => updateStep(view, event.step, (step) => ({ ...step, size: event.data })),

  'step.planned': (view, event) => updateStep(view, event.step, (step) => plan(step, event)),

  'step.progressed': (view, { step: name, at, data }) =>
    updateStep(view, name, (step) => ({
      ...advanceCounts(step, completeCounts(data), at),
      unit: data.unit ?? step.unit,
      current: data.current.slice(0, VIEW_LIMITS.current).map((item) => inWork(item, step.current, at)),
      upNext: data.upNext.slice(0, VIEW_LIMITS.upNext),
    })),

  'step.retrying': (view, { step: name, at, data }) =>
    beginOrEnd(view, name, at, (step) => ({
      ...restStep(step),
      state: 'retrying',
      clock: stopClock(step.clock, at),
      upNext: nextItems(step),
      retries: step.retries + 1,
      retry: { attempt: data.attempt, at, delayMs: data.delayMs },
      error: data.error,
    })),

  'step.succeeded': (view, { step: name, at, data }) =>
    beginOrEnd(view, name, at, (step) => ({
      ...endAttempt(step, data),
      state: 'succeeded',
      finishedAt: at,
      percent: 100,
      upNext: [],
      error: null,
    })),

  'step.failed': (view, { step: name, at, data }) =>
    beginOrEnd(view, name, at, (step) => ({
      ...endAttempt(step, data),
      state: 'failed',
      finishedAt: at,
      error: data.error,
    })),

  'step.skipped': (view, { step: name, at, data }) =>
    beginOrEnd(view, name, at, (step) => ({
      ...restStep(step),
      state: 'skipped',
      finishedAt: at,
      clock: stopClock(step.clock, at),
      upNext: [],
      reason: data.reason,
    })),

  'step.stopped': (view, { step: name, at, data }) =>
    beginOrEnd(view, name, at, (step) => ({
      ...endAttempt(step, data),
      state: 'stopped',
      upNext: nextItems(step),
      reason: data.reason,
    })),
};

/** At each begin and end of an attempt: an agent does not outlive the attempt that it works in. */
function beginOrEnd(view: RunView, name: string | null, at: Instant, change: (step: StepView) => StepView): RunView {
  return updateStep(
    interruptAgents(view, at, (agent) => agent.step === name),
    name,
    change,
  );
}

/**
 * A list's items are durable one by one, so a step that has lists goes on where it was: until the new attempt plans its
 * list, the view shows what was done. A step without a list begins from nothing.
 */
function beginAttempt(step: StepView, { at, data }: TraceEvent<'step.started'>, workedUntil: Instant | null): StepView {
  const { total, done, estimated } = step.counts;
  const counts: StepCounts = step.itemised ? { ...NO_COUNTS, total, done, estimated } : NO_COUNTS;
  return {
    ...step,
    state: 'running',
    attempt: data.attempt,
    startedAt: step.startedAt ?? at,
    attemptStartedAt: at,
    finishedAt: null,
    clock: startClock(stopClock(step.clock, workedUntil), at),
    counts,
    percent: percentOf(counts),
    lists: 0,
    pace: markPace(step.pace, at),
    current: [],
    retry: null,
    reason: null,
    stuckAfterMs: data.stuckAfterMs ?? null,
    failedItems: NOTHING,
  };
}

/** The lists of an attempt add up. What was kept is done, but says nothing about the pace. */
function plan(step: StepView, { at, data }: TraceEvent<'step.planned'>): StepView {
  const before: StepCounts = step.lists === 0 ? { ...NO_COUNTS, total: 0 } : step.counts;
  const total = before.total === null || data.total === null ? null : sum(before.total, data.total);
  return {
    ...withCounts(step, { ...before, total, done: sum(before.done, data.kept), estimated: false }),
    unit: data.unit ?? step.unit,
    lists: step.lists + 1,
    itemised: true,
    pace: step.pace.mark === null ? step.pace : markPace(step.pace, at),
  };
}

function inWork(item: ItemRef, known: readonly CurrentItem[], at: Instant): CurrentItem {
  return { ...item, since: known.find((candidate) => candidate.key === item.key)?.since ?? at };
}

/** The attempt's own clock is the better one, but an attempt that was let go of has been counted already. */
function endAttempt(
  step: StepView,
  { durationMs, counts }: { readonly durationMs: number; readonly counts?: Counts | undefined },
): StepView {
  const counted = step.clock.since === null && step.attempt > 0;
  const rested = restStep(step);
  return {
    ...(counts === undefined ? rested : withCounts(rested, completeCounts(counts))),
    clock: counted ? step.clock : { ms: sum(step.clock.ms, durationMs), since: null },
  };
}
