import type { EventData } from '../events/schemas.ts';
import type { ActionRef, AttemptedSource, Counts, Failure, Instant } from '../events/shapes.ts';
import type { ActionView } from './action-view.ts';
import type { AgentView, Usage } from './agent-view.ts';
import { type Bounded, NOTHING } from './bounded.ts';
import { STOPPED_CLOCK, type WorkClock } from './clock.ts';
import type { RunState } from './states.ts';
import type { StepView } from './step-view.ts';
import type { Timeline } from './timeline.ts';

/**
 * All that a run page shows, made of nothing but the run's events. Plain JSON: a snapshot is the view itself, and the
 * events after its `lastSeq` bring it up to date.
 */
export interface RunView {
  readonly runId: string;
  /** The last event in it; 0 for none. */
  readonly lastSeq: number;
  readonly lastAt: Instant | null;
  /** When the last event that is progress happened (see `EVENT_TRAITS`). */
  readonly advancedAt: Instant | null;

  readonly pipeline: string | null;
  readonly version: string | null;
  readonly subject: string | null;
  readonly number: number | null;
  readonly title: string | null;
  readonly input: unknown;
  readonly submitted: Asked | null;
  readonly retryOf: string | null;
  readonly fromStep: string | null;
  /** The run that goes on where this one ended. */
  readonly retriedAs: Retried | null;

  readonly state: RunState;
  /** Since when it is in that state. */
  readonly stateSince: Instant | null;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  /** Time in a worker's hand: no queueing, no pause. */
  readonly clock: WorkClock;
  readonly attempt: number;

  /** In declared order; steps that nobody declared stand at the end. */
  readonly steps: readonly StepView[];
  /** The step that was started last. */
  readonly currentStep: string | null;
  /** All that are running, oldest first. */
  readonly openActions: readonly ActionView[];
  readonly timeline: Timeline;

  readonly agents: Bounded<AgentView>;
  readonly usage: Usage;
  readonly artifacts: Bounded<ArtifactView>;
  readonly logLines: Bounded<LogLine>;

  /** The worker that has it in hand. */
  readonly workerId: string | null;
  readonly workers: Bounded<Stint>;
  readonly recoveries: Bounded<Recovery>;

  readonly pause: PauseView | null;
  readonly cancel: Asked | null;
  readonly failure: RunFailure | null;
}

/** Who asked for something, when and why. */
export interface Asked {
  readonly at: Instant;
  readonly by: string | null;
  readonly reason: string | null;
}

/** The last pause. `at` is when somebody asked for it, or when the run paused of itself. */
export interface PauseView extends Asked {
  readonly pausedAt: Instant | null;
  readonly resumedAt: Instant | null;
  readonly question: unknown;
  readonly answer: unknown;
}

export interface Retried {
  readonly runId: string;
  readonly fromStep: string;
  readonly at: Instant;
}

/** A worker's turn at the run. */
export interface Stint {
  readonly workerId: string;
  readonly at: Instant;
  readonly attempt: number;
}

export interface Recovery extends Readonly<EventData<'run.recovered'>> {
  readonly at: Instant;
}

export interface ArtifactView extends Readonly<EventData<'artifact.stored'>> {
  readonly at: Instant;
  readonly step: string | null;
  readonly item: string | null;
}

export interface LogLine extends Readonly<EventData<'log.written'>> {
  readonly at: Instant;
  readonly step: string | null;
  readonly item: string | null;
}

export interface RunFailure {
  readonly at: Instant;
  readonly step: string | null;
  readonly item: string | null;
  readonly error: Failure;
  readonly counts: Counts | null;
  readonly openActions: readonly ActionRef[];
  readonly lastActions: readonly ActionRef[];
  readonly tried: readonly AttemptedSource[];
  readonly next: readonly string[];
}

/** The view before the first event. */
export function emptyRunView(runId: string): RunView {
  return {
    runId,
    lastSeq: 0,
    lastAt: null,
    advancedAt: null,
    pipeline: null,
    version: null,
    subject: null,
    number: null,
    title: null,
    input: null,
    submitted: null,
    retryOf: null,
    fromStep: null,
    retriedAs: null,
    state: 'queued',
    stateSince: null,
    startedAt: null,
    finishedAt: null,
    clock: STOPPED_CLOCK,
    attempt: 0,
    steps: [],
    currentStep: null,
    openActions: [],
    timeline: NOTHING,
    agents: NOTHING,
    usage: { tokens: { input: 0, output: 0 }, costUsd: 0 },
    artifacts: NOTHING,
    logLines: NOTHING,
    workerId: null,
    workers: NOTHING,
    recoveries: NOTHING,
    pause: null,
    cancel: null,
    failure: null,
  };
}

/** The step under work, or the one that was last. */
export function currentStep(view: RunView): StepView | null {
  return view.steps.find((step) => step.name === view.currentStep) ?? null;
}
