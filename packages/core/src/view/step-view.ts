import type { Counts, Failure, Instant, ItemRef } from '../events/shapes.ts';
import { type Bounded, NOTHING } from './bounded.ts';
import { STOPPED_CLOCK, type WorkClock } from './clock.ts';
import { NO_PACE, type Pace } from './pace.ts';
import type { StepState } from './states.ts';

/** One step of a run, as a run page shows it. */
export interface StepView {
  readonly name: string;
  /** Its place in the run, from 1. */
  readonly number: number;
  readonly state: StepState;
  /** The attempt that runs or ran last, from 1; 0 before the first. */
  readonly attempt: number;
  readonly startedAt: Instant | null;
  readonly attemptStartedAt: Instant | null;
  readonly finishedAt: Instant | null;
  /** Time at work, over all attempts. */
  readonly clock: WorkClock;
  readonly counts: StepCounts;
  /** 0–100, whole; `null` while the total is unknown. Never goes back within an attempt, whatever the counts do. */
  readonly percent: number | null;
  readonly unit: string | null;
  /** How big the step is, where it said so: what past runs are scaled by. */
  readonly size: StepSize | null;
  /** How many lists of items this attempt has planned; their counts add up. */
  readonly lists: number;
  /** Whether an attempt of it planned a list: then what is done stays done in the next attempt. */
  readonly itemised: boolean;
  readonly pace: Pace;
  readonly current: readonly CurrentItem[];
  readonly upNext: readonly ItemRef[];
  /** How often the step was tried again after an error. */
  readonly retries: number;
  /** How often an item of it was tried again after an error. */
  readonly itemRetries: number;
  /** The attempt it waits for, while it is `retrying`. */
  readonly retry: StepRetry | null;
  /** The error of its last failed attempt; `null` once it succeeded. */
  readonly error: Failure | null;
  /** Why it was skipped or stopped. */
  readonly reason: string | null;
  /** The silence after which it counts as stuck, in ms, where the step says so itself. */
  readonly stuckAfterMs: number | null;
  /** Items that failed in this attempt. `counts.failed` says how many there are in all. */
  readonly failedItems: Bounded<FailedItem>;
}

/** `Counts` with every field there. */
export interface StepCounts extends Readonly<Counts> {
  readonly estimated: boolean;
}

export interface StepSize {
  readonly size: number;
  readonly unit: string;
}

/** An item in work. `since` is its start, or the first time that it was seen. */
export interface CurrentItem extends ItemRef {
  readonly since: Instant;
}

export interface FailedItem {
  readonly key: string;
  readonly label: string | null;
  readonly at: Instant;
  readonly error: Failure;
}

export interface StepRetry {
  readonly attempt: number;
  readonly at: Instant;
  readonly delayMs: number;
}

export const NO_COUNTS: StepCounts = { total: null, done: 0, failed: 0, skipped: 0, estimated: false };

export function pendingStep(name: string, number: number): StepView {
  return {
    name,
    number,
    state: 'pending',
    attempt: 0,
    startedAt: null,
    attemptStartedAt: null,
    finishedAt: null,
    clock: STOPPED_CLOCK,
    counts: NO_COUNTS,
    percent: null,
    unit: null,
    size: null,
    lists: 0,
    itemised: false,
    pace: NO_PACE,
    current: [],
    upNext: [],
    retries: 0,
    itemRetries: 0,
    retry: null,
    error: null,
    reason: null,
    stuckAfterMs: null,
    failedItems: NOTHING,
  };
}
