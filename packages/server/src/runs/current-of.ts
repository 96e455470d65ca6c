import type { CurrentBody } from '@telltale/api';
import {
  currentStep,
  describeAction,
  describeRemaining,
  describeStep,
  describeVerdict,
  formatCounts,
  handled,
  hasEnded,
  type ItemRef,
  isBehind,
  type RunEstimate,
  type RunView,
  type StepFacts,
  type StepView,
  withLiveStep,
} from '@telltale/core';
import type { RunSummary } from '@telltale/ledger';

const MAX_LISTED = 5;
const MAX_ACTIONS = 20;

/**
 * What is being worked on, how far it is and what comes next. Never blank: of a run that is paused it is what was last, of
 * one that has ended how it ended. `summary` has the last word on the state, since it is read from where that is decided.
 */
export function currentOf(view: RunView, summary: RunSummary, estimate: RunEstimate): CurrentBody {
  const now = Date.parse(summary.asOf);
  const step = atWork(view, summary);
  const upNext = step?.upNext ?? [];
  const { runId, pipeline, subject, title, state, verdict, aliveAt, asOf } = summary;
  return {
    runId,
    pipeline,
    subject,
    title,
    state,
    verdict,
    sentence: describeVerdict(verdict, { facts: summary, estimate, now }),
    step: step === null ? null : stepBody(step, view, now),
    progress: progressBody(step, summary, now),
    currentlyProcessing: (step?.current ?? []).slice(0, MAX_LISTED).map(({ since: _, ...item }) => item),
    upNext: (upNext.length > 0 ? upNext : stepsToCome(step, view, summary)).slice(0, MAX_LISTED),
    actions: (hasEnded(state) ? [] : view.openActions)
      .slice(-MAX_ACTIONS)
      .toReversed()
      .map((action) => ({ ...action, runId, sentence: describeAction(action, now) })),
    agents: view.agents.entries.filter((agent) => agent.step === view.currentStep).toReversed(),
    run: runBody(summary, estimate),
    stepRemaining: estimate.steps.find((one) => one.step === step?.name)?.remaining ?? null,
    failure: summary.failure ?? view.failure?.error.message ?? null,
    lastActivityAt: latest(summary.advancedAt, view.advancedAt),
    aliveAt,
    asOf,
  };
}

/**
 * The step under work, or the one that was last. While it runs the summary knows more of it: the trace tells of progress
 * once a second, and in between which items have ended, but not which ones came in their place.
 */
function atWork(view: RunView, { state, step: live, asOf }: RunSummary): StepView | null {
  const step = currentStep(withLiveStep(view, live, { asOf }));
  return step !== null && hasEnded(state) ? { ...step, current: [], upNext: [] } : step;
}

function stepBody(step: StepView, view: RunView, now: number): NonNullable<CurrentBody['step']> {
  return {
    name: step.name,
    number: step.number,
    of: view.steps.length,
    kind: kindOf(step),
    state: step.state,
    attempt: step.attempt,
    startedAt: step.attemptStartedAt,
    sentence: describeStep(step, now),
  };
}

function kindOf(step: StepView): NonNullable<CurrentBody['step']>['kind'] {
  if (step.state === 'pending') return 'waiting';
  if (step.itemised) return 'items';
  return isCounted(step) ? 'counts' : 'whole';
}

function isCounted({ counts }: Pick<StepFacts, 'counts'>): boolean {
  return counts.total !== null || handled(counts) > 0;
}

function progressBody(step: StepView | null, summary: RunSummary, now: number): CurrentBody['progress'] {
  if (step === null)
    return { ...NO_PROGRESS, sentence: hasEnded(summary.state) ? 'no step was started' : 'not started yet' };
  const { counts, unit, percent } = step;
  const processed = handled(counts);
  return {
    total: counts.total,
    estimated: counts.estimated,
    processed,
    done: counts.done,
    failed: counts.failed,
    skipped: counts.skipped,
    remaining: counts.total === null ? null : Math.max(0, counts.total - processed),
    unit,
    percent,
    sentence: isCounted(step) ? formatCounts(counts, unit) : describeStep(step, now),
  };
}

const NO_PROGRESS = {
  total: null,
  estimated: false,
  processed: 0,
  done: 0,
  failed: 0,
  skipped: 0,
  remaining: null,
  unit: null,
  percent: null,
} as const;

/** Where no items wait. */
function stepsToCome(step: StepView | null, view: RunView, { state, steps }: RunSummary): readonly ItemRef[] {
  if (hasEnded(state)) return [];
  // Before the trace has told of any step, the run itself says which ones there are.
  const names =
    view.steps.length === 0 ? steps : view.steps.filter((other) => isToCome(other, step)).map(({ name }) => name);
  return names.map((key) => ({ key }));
}

function isToCome(other: StepView, step: StepView | null): boolean {
  return !isBehind(other.state) && other.number > (step?.number ?? 0);
}

function runBody({ state }: RunSummary, { percent, remaining }: RunEstimate): CurrentBody['run'] {
  return {
    percent: state === 'succeeded' ? 100 : Math.min(99, percent),
    remaining,
    sentence: hasEnded(state) && state !== 'succeeded' ? 'not finished' : describeRemaining(remaining),
  };
}

/** Instants are text in time order. */
function latest(one: string, other: string | null): string {
  return other !== null && other > one ? other : one;
}
