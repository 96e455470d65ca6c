import type { Counts, Instant, StepOutcome } from '@telltale/core';
import { canExist, MAX_CHARACTERS } from './filters.ts';
import { instant, instantOrNull } from './instants.ts';
import { LIST_STEPS } from './queries/steps.ts';
import type { QueryRunner } from './query-runner.ts';

/** One attempt of a step. */
export interface StepAttempt {
  readonly step: string;
  /** Its place in the run, from 1. */
  readonly number: number;
  readonly attempt: number;
  readonly startedAt: Instant;
  /** `null` while it runs, and so are the next two. */
  readonly finishedAt: Instant | null;
  readonly durationMs: number | null;
  readonly outcome: StepOutcome | null;
  /** As they were at its end; zeros while it runs. */
  readonly counts: Counts;
  readonly size: { readonly size: number; readonly unit: string } | null;
}

interface StepRow {
  readonly step: string;
  readonly number: number;
  readonly attempt: number;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly duration_ms: number | null;
  readonly outcome: StepOutcome | null;
  readonly total: number | null;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly size: number | null;
  readonly size_unit: string | null;
}

/** The attempts of a run's steps, the first one first; none for a run that does not exist. */
export async function listSteps(runner: QueryRunner, runId: string): Promise<readonly StepAttempt[]> {
  if (!canExist(runId, MAX_CHARACTERS.runId)) return [];
  const rows = await runner.rows<StepRow>({ name: 'list-steps', text: LIST_STEPS, values: [runId] });
  return rows.map(({ step, number, attempt, total, done, failed, skipped, size, size_unit, outcome, ...times }) => ({
    step,
    number,
    attempt,
    startedAt: instant(times.started_at),
    finishedAt: instantOrNull(times.finished_at),
    durationMs: times.duration_ms,
    outcome,
    counts: { total, done, failed, skipped },
    size: size === null ? null : { size, unit: size_unit ?? '' },
  }));
}
