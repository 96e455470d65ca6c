import type { Instant, ItemRef, OpenAction, RunFacts, RunState, StepFacts, Verdict } from '@telltale/core';
import type { RunQuestion } from './run-question.ts';

/** How far a run is in the step that it is at, or was at last. */
export interface RunStep extends StepFacts {
  readonly attempt: number;
  readonly upNext: readonly ItemRef[];
  /** How big the step is, where it said so. */
  readonly size: { readonly size: number; readonly unit: string } | null;
}

/** What somebody asked of a run that has not been answered by `resume`. */
export interface RunControl {
  readonly control: 'pause' | 'cancel';
  readonly at: Instant;
  readonly by: string | null;
  readonly reason: string | null;
}

/**
 * One run in a list. It holds the facts that its verdict is made of, so `verdict(summary, now)` judges it again at a later
 * moment. What nobody knows is `null`.
 */
export interface RunSummary extends RunFacts {
  readonly runId: string;
  readonly pipeline: string;
  readonly subject: string;
  /** Of the runs of this pipeline on this subject, from 1. */
  readonly number: number;
  /** Version of the pipeline's code. */
  readonly version: string;
  readonly title: string | null;
  /** The declared steps, in order. */
  readonly steps: readonly string[];
  readonly retryOf: string | null;
  readonly state: RunState;
  readonly stateSince: Instant;
  readonly queue: string | null;
  readonly priority: number;
  /** How often a worker took it. */
  readonly tries: number;
  readonly createdAt: Instant;
  /** When a worker took it last. */
  readonly startedAt: Instant | null;
  /** When it ended or was paused. */
  readonly endedAt: Instant | null;
  /** The first event that is still there, and the last; `firstSeq` is greater by one when none is left. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly advancedAt: Instant;
  readonly step: RunStep | null;
  readonly control: RunControl | null;
  /** What it waits to be told, while it is paused for that. */
  readonly question: RunQuestion | null;
  /** The open action that says most about the run, and how many are open (100 stands for more). */
  readonly action: OpenAction | null;
  readonly openActions: number;
  /** Why it failed, in a sentence. */
  readonly failure: string | null;
  /** What is to be said of it at `asOf`, by the database's clock: the one that all heartbeats are told by. */
  readonly verdict: Verdict;
  readonly asOf: Instant;
}
