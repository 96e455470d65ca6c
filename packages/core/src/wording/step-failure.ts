import type { AttemptedSource, Counts, ItemRef } from '../events/shapes.ts';

/**
 * How a step came to fail. `stuck`: nothing advanced for too long. `abandoned`: its workers died under it once too often.
 * `limited`: it used up what it was allowed. `items`: it went through, but too many of its items failed.
 */
export const FAILURE_KINDS = ['error', 'timeout', 'stuck', 'abandoned', 'limited', 'items'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** What is known of a step at the moment it failed: enough for a sentence that a person can act on. */
export interface StepFailure {
  readonly kind: FailureKind;
  /** `null` for a run that failed outside its steps. */
  readonly step: string | null;
  /** What went wrong, in the words of whoever noticed. */
  readonly cause: string;
  readonly counts?: Counts | null;
  readonly unit?: string | null;
  /** The item that was in work. */
  readonly item?: ItemRef | null;
  /** The action that was open, or the last one. */
  readonly action?: FailedAction | null;
  /** Which attempt it was, and how many are allowed. */
  readonly attempt?: { readonly number: number; readonly allowed: number } | null;
  readonly tried?: readonly AttemptedSource[];
  readonly next?: readonly NextStep[];
}

export interface FailedAction {
  readonly tool: string;
  readonly input?: unknown;
  /** How long it had been running, in ms. */
  readonly runningMs: number;
  readonly timeoutMs?: number | null;
}

/** What somebody can do next. */
export type NextStep =
  | { readonly do: 'retry'; readonly runId: string; readonly step: string }
  | { readonly do: 'rerun'; readonly runId: string; readonly step: string }
  | { readonly do: 'resume'; readonly runId: string }
  | { readonly do: 'trace'; readonly runId: string }
  | { readonly do: 'raise-timeout'; readonly step: string }
  | { readonly do: 'raise-stuck-after'; readonly step: string }
  | { readonly do: 'other'; readonly text: string };
