import type { Counts, Instant, ItemRef } from '../events/shapes.ts';
import type { LoopFinding } from '../view/agent-view.ts';
import type { RunState } from '../view/states.ts';

/**
 * All that a verdict is made of, and no more: a run view has it, and so has one row of a list of runs. Whatever is not
 * known is `null`.
 */
export interface RunFacts {
  readonly state: RunState;
  /** Since when it is in that state. */
  readonly stateSince: Instant | null;
  /** The last event that is progress. */
  readonly advancedAt: Instant | null;
  readonly workerId: string | null;
  /** The last heartbeat of that worker. */
  readonly aliveAt: Instant | null;
  readonly step: StepFacts | null;
  /** The action that the run waits for (`mostTelling` picks it), or `null` if none is open. */
  readonly action: ActionFacts | null;
  readonly looping: LoopFinding | null;
  /** What it waits to be told, while it is paused for that. */
  readonly question: { readonly question: unknown } | null;
  /** Until when a retry's delay lasts. */
  readonly retryAt: Instant | null;
  /** The silence after which it is stuck, in ms; `null` for `STUCK_AFTER_MS`. */
  readonly stuckAfterMs: number | null;
  /** The 95th percentile of the silences of this step in past runs, in ms; `null` while too few are known. */
  readonly usualGapMs: number | null;
}

export interface StepFacts {
  readonly name: string;
  /** Its place, from 1, of so many steps. */
  readonly number: number;
  readonly of: number;
  readonly startedAt: Instant | null;
  readonly counts: Counts;
  readonly unit: string | null;
  readonly current: readonly ItemRef[];
}

export interface ActionFacts {
  readonly tool: string;
  readonly input: unknown;
  readonly startedAt: Instant;
  /** Its own limit, in ms. */
  readonly timeoutMs: number | null;
  /** The 95th percentile of this tool's past durations, in ms; `null` while too few are known. */
  readonly usualMs: number | null;
}
