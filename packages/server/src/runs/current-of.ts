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
  percentOf,
  type RunEstimate,
  type RunView,
  type StepFacts,
  type StepView,
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
  const { step, current, upNext } = atWork(view, summary);
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
    currentlyProcessing: current.slice(0, MAX_LISTED),
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

interface AtWork {
  readonly step: StepView | null;
  readonly current: readonly ItemRef[];
  readonly upNext: readonly ItemRef[];
}

/**
 * The step under work, or the one that was last. While it runs the summary knows more of it: the trace tells of progress
 * once a second, and in between which items have ended, but not which ones came in their place.
 */
function atWork(view: RunView, { state, step: live }: RunSummary): AtWork {
  const step = currentStep(view);
  if (step === null || hasEnded(state)) return { step, current: [], upNext: [] };
  if (!isNewer(live, step)) {
    return { step, current: step.current.map(({ since: _, ...item }) => item), upNext: step.upNext };
  }
  const { counts, unit, current, upNext } = live;
  // A total that is a guess may have grown meanwhile.
  const percent = Math.max(percentOf(counts) ?? 0, step.percent ?? 0);
  return {
    step: {
      ...step,
      counts: { ...counts, estimated: counts.estimated === true },
      percent: counts.total === null ? step.percent : percent,
      unit: unit ?? step.unit,
    },
    current,
    upNext,
  };
}

/** Whether it is about this attempt, and has told anything yet. */
function isNewer(live: RunSummary['step'], step: StepView): live is NonNullable<RunSummary['step']> {
  if (step.state !== 'running' || live?.name !== step.name || live.attempt !== step.attempt) return false;
  return isCounted(live) || live.current.length > 0;
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
