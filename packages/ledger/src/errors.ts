import { TelltaleError } from '@telltale/core';

/** The database could not be reached, or the connection was lost and did not come back in time. `connectionError` makes it. */
export class DatabaseUnreachableError extends TelltaleError {
  override readonly name = 'DatabaseUnreachableError';
  constructor(target: string, cause: unknown, told: { reason?: string; hint?: string; retryable?: boolean } = {}) {
    super(`The database at ${target} cannot be reached: ${told.reason ?? reason(cause)}.`, {
      code: 'database_unreachable',
      hint:
        told.hint ??
        'Check that Postgres runs there, that the name and port are right, and that this user may connect.',
      retryable: told.retryable ?? true,
      details: { target },
      cause,
    });
  }
}

/** DBOS's own tables are not there yet. */
export class DbosSchemaMissingError extends TelltaleError {
  override readonly name = 'DbosSchemaMissingError';
  constructor(target: string, missing: readonly string[]) {
    super(`The database at ${target} lacks what the ledger reads of DBOS: ${missing.join(', ')}.`, {
      code: 'dbos_schema_missing',
      hint: 'Run DBOS.migrate(url) with the pinned version of @dbos-inc/dbos-sdk first.',
      details: { target },
    });
  }
}

/** The database was migrated by a newer Telltale, in a way that this one cannot work with. */
export class SchemaTooNewError extends TelltaleError {
  override readonly name = 'SchemaTooNewError';
  /** `what`: `The ledger`, or whose tables they are instead. */
  constructor(what: string, target: string, databaseVersion: number, ownVersion: number) {
    super(
      `${what} in ${target} has schema version ${databaseVersion}, made by a newer Telltale; this one knows versions up to ${ownVersion}.`,
      {
        code: 'schema_too_new',
        hint: 'Upgrade this Telltale, or point it at another database. Nothing was changed.',
        details: { target, databaseVersion, ownVersion },
      },
    );
  }
}

/** The database has not been migrated to what this version needs. */
export class SchemaOutdatedError extends TelltaleError {
  override readonly name = 'SchemaOutdatedError';
  constructor(target: string, databaseVersion: number, ownVersion: number) {
    super(`The ledger in ${target} has schema version ${databaseVersion}; this Telltale needs version ${ownVersion}.`, {
      code: 'schema_outdated',
      hint: 'Run setUpDatabase(url) of @telltale/engine once, as a user who may create tables; without the engine, migrate(pool).',
      details: { target, databaseVersion, ownVersion },
    });
  }
}

/** A migration could not be applied. Those before it stand, and nothing of it was kept. */
export class MigrationFailedError extends TelltaleError {
  override readonly name = 'MigrationFailedError';
  /** `what`: `The ledger`, or whose tables they are instead. */
  constructor(
    what: string,
    target: string,
    at: { file: string; line: number | null; version: number },
    cause: unknown,
  ) {
    const place = at.line === null ? at.file : `${at.file}, line ${at.line}`;
    super(`${what} in ${target} could not be migrated (${place}): ${reason(cause)}.`, {
      code: 'migration_failed',
      hint: `Nothing of that file was kept; it stays at version ${at.version}. The user has to be able to create a schema and tables, and the server has to be writable.`,
      details: { target, file: at.file, line: at.line, version: at.version },
      cause,
    });
  }
}

/** Another process has been migrating the same database for longer than this one would wait. */
export class MigrationLockedError extends TelltaleError {
  override readonly name = 'MigrationLockedError';
  constructor(target: string, waitedMs: number) {
    super(`The ledger in ${target} is still being migrated by another process, after a wait of ${waitedMs} ms.`, {
      code: 'migration_locked',
      hint: 'Let it finish and try again; pg_locks shows its session under locktype advisory.',
      retryable: true,
      details: { target, waitedMs },
    });
  }
}

/** The server is older than the ledger can work with. */
export class PostgresTooOldError extends TelltaleError {
  override readonly name = 'PostgresTooOldError';
  constructor(target: string, serverVersion: string, oldestMajor: number) {
    super(`The server of ${target} is Postgres ${serverVersion}; the ledger needs ${oldestMajor} or newer.`, {
      code: 'postgres_too_old',
      hint: 'Upgrade Postgres, or use another server. Nothing was changed.',
      details: { target, serverVersion, oldestMajor },
    });
  }
}

/** The run belongs to another worker now: what this process still had to write of it was not written. */
export class OwnershipLostError extends TelltaleError {
  override readonly name = 'OwnershipLostError';
  constructor(runId: string) {
    super(`Run ${runId} belongs to another worker now; this one's writes to it are refused.`, {
      code: 'ownership_lost',
      hint: 'Stop working on it: the new owner goes on from the last item that was recorded.',
      details: { runId },
    });
  }
}

export class RunNotFoundError extends TelltaleError {
  override readonly name = 'RunNotFoundError';
  constructor(runId: string) {
    super(`There is no run ${shorten(runId)}.`, {
      code: 'run_not_found',
      hint: 'Check the id; a run that retention removed is gone for good.',
      details: { runId: shorten(runId) },
    });
  }
}

/** The run has succeeded or failed, which nobody can take back: it can be neither cancelled nor put into a queue. */
export class RunEndedError extends TelltaleError {
  override readonly name = 'RunEndedError';
  constructor(runId: string) {
    super(`Run ${shorten(runId)} has ended already.`, {
      code: 'run_ended',
      hint: 'Retry it, which makes a new run that goes on from this one.',
      details: { runId: shorten(runId) },
    });
  }
}

/** Retention has begun to remove the run, so nothing can go on from it. */
export class RunPrunedError extends TelltaleError {
  override readonly name = 'RunPrunedError';
  constructor(runId: string) {
    super(`No run can go on from ${shorten(runId)}: its history was removed.`, {
      code: 'run_pruned',
      hint: 'Submit a new run, which does everything again.',
      details: { runId: shorten(runId) },
    });
  }
}

/** An event that cannot be recorded: its type is unknown, or a name in it is missing or too long. */
export class InvalidEventError extends TelltaleError {
  override readonly name = 'InvalidEventError';
  constructor(runId: string, problem: string, options: { cause?: unknown } = {}) {
    super(`An event of run ${shorten(runId)} was refused: ${problem}.`, {
      code: 'event_invalid',
      hint: 'docs/events.md lists the types and what each carries.',
      details: { runId: shorten(runId) },
      ...options,
    });
  }
}

/** What an item gave back cannot be kept. */
export class InvalidItemResultError extends TelltaleError {
  override readonly name = 'InvalidItemResultError';
  constructor(runId: string, key: string, problem: string, options: { cause?: unknown } = {}) {
    super(`The result of item ${shorten(key)} of run ${shorten(runId)} ${problem}.`, {
      code: 'item_result_invalid',
      details: { runId: shorten(runId), item: shorten(key) },
      ...options,
    });
  }
}

/** What an action is to keep of its result cannot be kept. */
export class InvalidKeptError extends TelltaleError {
  override readonly name = 'InvalidKeptError';
  constructor(runId: string, actionId: string, problem: string, options: { cause?: unknown } = {}) {
    super(`What action ${shorten(actionId)} of run ${shorten(runId)} is to keep ${problem}.`, {
      code: 'kept_invalid',
      hint: 'Keep plain data: texts, numbers, booleans, null, lists and objects of those, and what is large as an artifact.',
      details: { runId: shorten(runId), actionId: shorten(actionId) },
      ...options,
    });
  }
}

export class InvalidRunError extends TelltaleError {
  override readonly name = 'InvalidRunError';
  constructor(problem: string) {
    super(`This run cannot be made: ${problem}.`, { code: 'run_invalid' });
  }
}

/** A reader asked to go on from a seq that the run has not reached. */
export class SeqAheadError extends TelltaleError {
  override readonly name = 'SeqAheadError';
  constructor(runId: string, after: number, lastSeq: number) {
    super(`Run ${runId} has no event ${after} yet: its last is ${lastSeq}.`, {
      code: 'seq_ahead',
      hint: `Read from ${lastSeq} or earlier; a cursor ahead of the run usually comes from another database.`,
      details: { runId, after, lastSeq },
    });
  }
}

/** The history that somebody was reading was removed by retention under their hands. */
export class HistoryPrunedError extends TelltaleError {
  override readonly name = 'HistoryPrunedError';
  constructor(runId: string, after: number, firstSeq: number) {
    super(`The events of run ${runId} after ${after} were removed by retention; its first is now ${firstSeq}.`, {
      code: 'history_pruned',
      hint: 'What was read so far is not the whole run. Export runs before the retention period is over.',
      details: { runId, after, firstSeq },
    });
  }
}

/** A filter, a limit or another argument of a query that cannot be right. */
export class InvalidFilterError extends TelltaleError {
  override readonly name = 'InvalidFilterError';
  constructor(field: string, expected: string, got: unknown) {
    super(`${field} has to be ${expected}; it is ${describeValue(got)}.`, {
      code: 'filter_invalid',
      details: { field },
    });
  }
}

/** A cursor that this list did not give out. */
export class InvalidCursorError extends TelltaleError {
  override readonly name = 'InvalidCursorError';
  constructor(list: string) {
    super(`This is no cursor of the list of ${list}.`, {
      code: 'cursor_invalid',
      hint: 'Take nextCursor from the page before, as it stands; without a cursor the list begins at its start.',
      details: { list },
    });
  }
}

/** The database refused a query: no permission, a time limit, a conflict with a standby's recovery. */
export class LedgerQueryError extends TelltaleError {
  override readonly name = 'LedgerQueryError';
  constructor(target: string, options: { sqlState: string; retryable: boolean; hint: string }, cause: unknown) {
    super(`The database at ${target} refused a query of the ledger: ${reason(cause)}.`, {
      code: 'ledger_query_failed',
      hint: options.hint,
      retryable: options.retryable,
      details: { target, sqlState: options.sqlState },
      cause,
    });
  }
}

/** The database refused a write for a reason that trying again at once will not mend: disk full, permission, a broken invariant. */
export class LedgerWriteError extends TelltaleError {
  override readonly name = 'LedgerWriteError';
  constructor(message: string, options: { retryable: boolean; hint: string; sqlState: string; cause: unknown }) {
    super(message, {
      code: 'ledger_write_failed',
      hint: options.hint,
      retryable: options.retryable,
      details: { sqlState: options.sqlState },
      cause: options.cause,
    });
  }
}

/** The file of an artifact that is gone could not be removed. */
export class ArtifactNotRemovedError extends TelltaleError {
  override readonly name = 'ArtifactNotRemovedError';
  constructor(location: string, cause: unknown) {
    super(`The file ${shorten(location)}, which no run needs any more, could not be removed: ${reason(cause)}.`, {
      code: 'artifact_not_removed',
      hint: 'It stays in telltale.artifact_garbage and is tried again by the next collection.',
      retryable: true,
      details: { location: shorten(location) },
      cause,
    });
  }
}

/** The recorder was closed; nothing more can be recorded with it. */
export class RecorderClosedError extends TelltaleError {
  override readonly name = 'RecorderClosedError';
  constructor() {
    super('The recorder is closed.', {
      code: 'recorder_closed',
      hint: 'Record before close(), or make a new recorder.',
    });
  }
}

function reason(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return reason(cause.errors[0]);
  if (cause instanceof Error) return cause.message.replace(/\.$/, '');
  return String(cause);
}

/** For messages: an id that came from outside can be of any length. */
function shorten(id: string): string {
  return id.length <= 100 ? id : `${id.slice(0, 97)}…`;
}

function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  return typeof value === 'number' || value === null || value === undefined ? String(value) : `of type ${typeof value}`;
}
