import type { Instant, RunState, StepOutcome } from '@telltale/core';
import type { Pool } from 'pg';
import { RunNotFoundError } from '../errors.ts';
import { instant } from '../read/instants.ts';
import { QueryRunner } from '../read/query-runner.ts';
import type { AskedControl } from './locked-run.ts';

/** What a worker has to know of a run before it works on it. */
export interface TakenRun {
  readonly pipeline: string;
  readonly subject: string;
  readonly number: number;
  readonly version: string;
  readonly title: string | null;
  readonly retryOf: string | null;
  readonly state: RunState;
  readonly control: AskedControl | null;
  /** The last event of its trace. */
  readonly lastSeq: number;
  /** DBOS's token of this execution. */
  readonly owner: string | null;
  /** How often a worker took it, this time included. */
  readonly tries: number;
  /** What people answered, by `<step>/<key>` of the question. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Attempts of its steps, in the order in which they began. */
  readonly attempts: readonly TakenAttempt[];
}

export interface TakenAttempt {
  readonly step: string;
  readonly attempt: number;
  /** `null`: it is open, or nobody said how it ended. */
  readonly outcome: StepOutcome | null;
  readonly startedAt: Instant;
}

interface TakenRow extends Omit<TakenRun, 'attempts'> {
  readonly attempts: readonly (Omit<TakenAttempt, 'startedAt'> & { readonly startedAt: string })[];
}

const TAKE = `
  SELECT r.pipeline, r.subject, r.number, r.version, r.title, r.retry_of AS "retryOf", r.status AS state,
         CASE WHEN r.control IS NOT NULL THEN
           jsonb_build_object('control', r.control, 'by', r.control_by, 'reason', r.control_reason) END AS control,
         r.last_seq AS "lastSeq", r.owner, r.tries, r.answers,
         coalesce((
           SELECT jsonb_agg(jsonb_build_object(
                    'step', s.step, 'attempt', s.attempt, 'outcome', s.outcome, 'startedAt', s.started_at
                  ) ORDER BY s.started_at, s.number, s.attempt)
             FROM telltale.step_run s WHERE s.run = r.run
         ), '[]') AS attempts
    FROM telltale.run r WHERE r.run_id = $1`;

/** Reads, in one query, what an execution of a run begins with. Throws `RunNotFoundError`. */
export async function takeRun(pool: Pool, runId: string): Promise<TakenRun> {
  const [row] = await new QueryRunner(pool).rows<TakenRow>({ name: 'take-run', text: TAKE, values: [runId] });
  if (row === undefined) throw new RunNotFoundError(runId);
  return {
    ...row,
    attempts: row.attempts.map((attempt) => ({ ...attempt, startedAt: instant(new Date(attempt.startedAt)) })),
  };
}
