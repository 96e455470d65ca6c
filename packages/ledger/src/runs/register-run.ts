import { LIMITS, type NewEvent, titleText, toBoundedJsonText } from '@telltale/core';
import type { ClientBase } from 'pg';
import { InvalidRunError } from '../errors.ts';
import { holdLock, lockOfSubject } from './lock-subject.ts';

export interface NewRun {
  /** Lower-case letters, digits and underscores, 64 characters at most: a hyphen would make run ids ambiguous. */
  readonly pipeline: string;
  /** What the run works on: letters, digits, `.`, `_`, `~` and `-`, 200 characters at most. It is part of the run's id. */
  readonly subject: string;
  /** Version of the pipeline's code. */
  readonly version: string;
  /** The declared steps, in order. */
  readonly steps: readonly string[];
  /** What people call the run: one line of at most 200 characters is kept. Default: none. */
  readonly title?: string;
  /** Kept in the `run.submitted` event, redacted and cut to the limit of an event. */
  readonly input?: unknown;
  readonly by?: string;
  readonly reason?: string;
  /** The run that this one repeats, and from which step on. */
  readonly retryOf?: string;
  readonly fromStep?: string;
  /**
   * What tells this request from every other one, whatever it is for: 1–200 printable characters. Submitting again with the
   * same one gives the run that the first time gave, however that run ended. Default: none.
   */
  readonly idempotencyKey?: string;
}

export interface RegisteredRun {
  readonly runId: string;
  readonly number: number;
  /** `false`: this run was there, and nothing was made. */
  readonly created: boolean;
  /**
   * Why it was there: a run of the subject is still in flight (`active`), or one was made with this idempotency key
   * (`idempotent`), which may have ended since. `null` for a run that was made.
   */
  readonly existing: 'active' | 'idempotent' | null;
}

const PIPELINE = /^[a-z][a-z0-9_]{0,63}$/;
const SUBJECT = /^[A-Za-z0-9._~-]{1,200}$/;
/** Letters with their marks, digits, punctuation, symbols and spaces, of any script. */
const IDEMPOTENCY_KEY = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]{1,200}$/u;
const MAX_VERSION_CHARACTERS = 64;
const MAX_STEPS = 100;

/**
 * Makes a run's row and its first event, `run.submitted`, in the caller's transaction: enqueue the workflow in the same
 * one, and there is never a run without a workflow or a workflow without a run. Who listens to `telltale_queue` is told the
 * name of its queue, which is that of the pipeline.
 *
 * Advisory locks, held until the transaction ends, on the idempotency key and then on pipeline and subject, give concurrent
 * submitters one run for a key, consecutive numbers, and one run of a subject in flight.
 *
 * The id is `<pipeline>-<subject>-run-<number>`. Throws `InvalidRunError` before anything is written.
 */
export async function registerRun(transaction: ClientBase, run: NewRun): Promise<RegisteredRun> {
  check(run);
  const { pipeline, subject, idempotencyKey = null } = run;
  if (idempotencyKey !== null) {
    await holdLock(transaction, `telltale key ${idempotencyKey}`);
    const { rows } = await transaction.query<FoundRun>(BY_KEY, [idempotencyKey]);
    if (rows[0] !== undefined) return { ...rows[0], created: false, existing: 'idempotent' };
  }
  await holdLock(transaction, lockOfSubject(run));
  const { rows } = await transaction.query<ActiveRun>(ACTIVE_AND_NEXT, [pipeline, subject]);
  const [found] = rows;
  if (found === undefined) throw new Error('a query of one row gave none');
  if (found.runId !== null && found.number !== null) {
    return { runId: found.runId, number: found.number, created: false, existing: 'active' };
  }
  const number = found.next;
  const runId = `${pipeline}-${subject}-run-${number}`;
  await insert(transaction, run, { runId, number });
  return { runId, number, created: true, existing: null };
}

interface FoundRun {
  readonly runId: string;
  readonly number: number;
}

interface ActiveRun {
  readonly runId: string | null;
  readonly number: number | null;
  readonly next: number;
}

const BY_KEY = 'SELECT run_id AS "runId", number FROM telltale.progress WHERE idempotency_key = $1';

/** The run of a subject that is in flight, and the number of the next: always one row. */
const ACTIVE_AND_NEXT = `
  SELECT active.run_id AS "runId", active.number,
         1 + coalesce((SELECT max(number) FROM (
           SELECT number FROM telltale.progress WHERE pipeline = $1 AND subject = $2
           UNION ALL SELECT number FROM telltale.last_number WHERE pipeline = $1 AND subject = $2
         ) numbers), 0) AS next
    FROM (VALUES (1)) always
    LEFT JOIN LATERAL (
      SELECT run_id, number FROM telltale.run
       WHERE pipeline = $1 AND subject = $2 AND status IN ('queued', 'running', 'pausing', 'paused', 'cancelling')
       ORDER BY number DESC LIMIT 1
    ) active ON true`;

const INSERT = `
  WITH made AS (
    INSERT INTO telltale.progress (
      run_id, pipeline, subject, number, version, title, steps, retry_of, idempotency_key, last_seq
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) RETURNING run
  )
  INSERT INTO telltale.event (run, at, seq, type, data)
  SELECT run, $10, 1, 'run.submitted', $11 FROM made`;

const NOTIFY = "SELECT pg_notify('telltale', $1), pg_notify('telltale_queue', $2)";

async function insert(transaction: ClientBase, run: NewRun, { runId, number }: FoundRun): Promise<void> {
  const { pipeline, subject, version, steps, retryOf = null, idempotencyKey = null } = run;
  await transaction.query(INSERT, [
    runId,
    pipeline,
    subject,
    number,
    version,
    titleOf(run) ?? null,
    steps,
    retryOf,
    idempotencyKey,
    new Date().toISOString(),
    submittedData(run, number),
  ]);
  await transaction.query(NOTIFY, [`${runId} 1`, pipeline]);
}

function titleOf({ title }: NewRun): string | undefined {
  return titleText(title) || undefined;
}

function submittedData(run: NewRun, number: number): string {
  const title = titleOf(run);
  const { pipeline, version, subject, steps, input, by, reason, retryOf, fromStep } = run;
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

function check({ pipeline, subject, version, steps, idempotencyKey }: NewRun): void {
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
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    throw new InvalidRunError(
      `the idempotency key has to have 1 to 200 printable characters; it is ${quote(idempotencyKey)}`,
    );
  }
}

function quote(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
}
