import type { RunState } from '@telltale/core';
import type { ClientBase } from 'pg';

export interface SubjectOfPipeline {
  readonly pipeline: string;
  readonly subject: string;
}

export interface NewestRun {
  readonly runId: string;
  readonly state: RunState;
}

/**
 * Keeps everybody from making a run of a subject until the caller's transaction ends, and gives the newest that there is;
 * `null` if there is none. No other run of the subject can be in flight, and one that has ended stays so. For what may change
 * only while nothing works on the subject. Wait for no run's row while you hold it: whoever has that may be waiting for this.
 */
export async function lockSubject(transaction: ClientBase, which: SubjectOfPipeline): Promise<NewestRun | null> {
  await holdLock(transaction, lockOfSubject(which));
  const { rows } = await transaction.query<NewestRun>(NEWEST, [which.pipeline, which.subject]);
  return rows[0] ?? null;
}

const NEWEST = `
  SELECT run_id AS "runId", status AS state FROM telltale.run
   WHERE pipeline = $1 AND subject = $2 ORDER BY number DESC LIMIT 1`;

export function lockOfSubject({ pipeline, subject }: SubjectOfPipeline): string {
  return `telltale ${pipeline} ${subject}`;
}

/** Held until the transaction ends. What is read after it was given is what its last holder committed. */
export async function holdLock(transaction: ClientBase, name: string): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}
