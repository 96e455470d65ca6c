import { describeNotStarted, type NotStartedReason, type RunState } from '@telltale/core';
import { type RegisteredRun, RunNotFoundError } from '@telltale/ledger';
import type { ClientContext } from './context.ts';

/** What came of asking for a run. */
export interface SubmittedRun {
  readonly runId: string;
  /** Of the runs of its pipeline on its subject, from 1. */
  readonly number: number;
  readonly subject: string;
  /** `false`: this run was there, and no other one was started. */
  readonly created: boolean;
  /** Why none was started; `null` if one was. */
  readonly reason: NotStartedReason | null;
  /** The same as a sentence for people. */
  readonly message: string | null;
  readonly state: RunState;
}

/** Tells of the outcome of `registerRun` once that is committed. */
export async function describeSubmitted(
  { reader }: ClientContext,
  { runId, number, existing }: RegisteredRun,
  subject: string,
): Promise<SubmittedRun> {
  if (existing === null) {
    return { runId, number, subject, created: true, reason: null, message: null, state: 'queued' };
  }
  const run = await reader.getRun(runId);
  if (run === null) throw new RunNotFoundError(runId);
  const reason = existing === 'active' ? 'in-flight' : 'idempotency-key';
  const message = describeNotStarted(runId, run.state, reason);
  return { runId, number, subject: run.subject, created: false, reason, message, state: run.state };
}
