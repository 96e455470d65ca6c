import { LIMITS, type NewEvent, toBoundedJsonText } from '@telltale/core';
import type { ClientBase } from 'pg';
import { InvalidRunError } from '../errors.ts';

export interface NewRun {
  /** Lower-case letters, digits and underscores, 64 characters at most: a hyphen would make run ids ambiguous. */
  readonly pipeline: string;
  /** What the run works on: letters, digits, `.`, `_`, `~` and `-`, 200 characters at most. It is part of the run's id. */
  readonly subject: string;
  /** Version of the pipeline's code. */
  readonly version: string;
  /** The declared steps, in order. */
  readonly steps: readonly string[];
  /** What people call the subject. */
  readonly title?: string;
  /** Kept in the `run.submitted` event, redacted and cut to the limit of an event. */
  readonly input?: unknown;
  readonly by?: string;
  readonly reason?: string;
  /** The run that this one repeats, and from which step on. */
  readonly retryOf?: string;
  readonly fromStep?: string;
}

export interface RegisteredRun {
  readonly runId: string;
  readonly number: number;
  /** `false`: a run of this subject is still in flight, and this is it; nothing was made. */
  readonly created: boolean;
}

const PIPELINE = /^[a-z][a-z0-9_]{0,63}$/;
const SUBJECT = /^[A-Za-z0-9._~-]{1,200}$/;
const MAX_VERSION_CHARACTERS = 64;
const MAX_STEPS = 100;

/**
 * Makes a run's row and its first event, `run.submitted`, in the caller's transaction: enqueue the workflow in the same
 * one, and there is never a run without a workflow or a workflow without a run. An advisory lock on pipeline and
 * subject, held until the transaction ends, gives concurrent submitters consecutive numbers and one run in flight.
 *
 * The id is `<pipeline>-<subject>-run-<number>`. Throws `InvalidRunError` before anything is written.
 */
export async function registerRun(transaction: ClientBase, run: NewRun): Promise<RegisteredRun> {
  check(run);
  const { pipeline, subject, version, title = null, steps, retryOf = null } = run;
  await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`telltale ${pipeline} ${subject}`]);
  const { rows } = await transaction.query<{ in_flight: string | null; in_flight_number: number | null; next: number }>(
    `SELECT active.run_id AS in_flight, active.number AS in_flight_number,
            1 + coalesce((SELECT max(number) FROM telltale.progress WHERE pipeline = $1 AND subject = $2), 0) AS next
       FROM (VALUES (1)) always
       LEFT JOIN LATERAL (
         SELECT run_id, number FROM telltale.run
          WHERE pipeline = $1 AND subject = $2 AND status IN ('queued', 'running', 'pausing', 'paused', 'cancelling')
          ORDER BY number DESC LIMIT 1
       ) active ON true`,
    [pipeline, subject],
  );
  const [found] = rows;
  if (found === undefined) throw new Error('a query of one row gave none');
  if (found.in_flight !== null && found.in_flight_number !== null) {
    return { runId: found.in_flight, number: found.in_flight_number, created: false };
  }
  const number = found.next;
  const runId = `${pipeline}-${subject}-run-${number}`;
  await transaction.query(
    `WITH made AS (
       INSERT INTO telltale.progress (run_id, pipeline, subject, number, version, title, steps, retry_of, last_seq)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) RETURNING run
     )
     INSERT INTO telltale.event (run, at, seq, type, data)
     SELECT run, $9, 1, 'run.submitted', $10 FROM made`,
    [
      runId,
      pipeline,
      subject,
      number,
      version,
      title === null ? null : title.slice(0, LIMITS.labelCharacters),
      steps,
      retryOf,
      new Date().toISOString(),
      submittedData(run, number),
    ],
  );
  await transaction.query("SELECT pg_notify('telltale', $1)", [`${runId} 1`]);
  return { runId, number, created: true };
}

function submittedData(run: NewRun, number: number): string {
  const { pipeline, version, subject, title, steps, input, by, reason, retryOf, fromStep } = run;
  const data: NewEvent<'run.submitted'>['data'] = {
    pipeline,
    version,
    subject,
    number,
    steps: [...steps],
    ...(title === undefined ? {} : { title }),
    ...(by === undefined ? {} : { by }),
    ...(reason === undefined ? {} : { reason }),
    ...(retryOf === undefined ? {} : { retryOf }),
    ...(fromStep === undefined ? {} : { fromStep }),
    ...(input === undefined ? {} : { input }),
  };
  return toBoundedJsonText(data, { maxBytes: LIMITS.eventDataBytes });
}

function check({ pipeline, subject, version, steps }: NewRun): void {
  if (!PIPELINE.test(pipeline)) {
    throw new InvalidRunError(
      `the pipeline's name has to be lower-case letters, digits and underscores, 64 at most; it is ${quote(pipeline)}`,
    );
  }
  if (!SUBJECT.test(subject)) {
    throw new InvalidRunError(
      `the subject has to be letters, digits and . _ ~ -, 200 at most; it is ${quote(subject)}`,
    );
  }
  if (version.length === 0 || version.length > MAX_VERSION_CHARACTERS || version.includes('\0')) {
    throw new InvalidRunError(
      `the version has to have 1 to ${MAX_VERSION_CHARACTERS} characters; it is ${quote(version)}`,
    );
  }
  if (steps.length === 0 || steps.length > MAX_STEPS || new Set(steps).size < steps.length) {
    throw new InvalidRunError(
      `it has to declare 1 to ${MAX_STEPS} steps with names of their own; it declares ${steps.length}`,
    );
  }
}

function quote(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
}
