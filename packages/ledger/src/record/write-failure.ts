import pg from 'pg';
import { LedgerWriteError } from '../errors.ts';
import { failedConnection } from '../postgres/connection-error.ts';
import { ConnectionLostError } from './writer-session.ts';

/**
 * What a failed flush means.
 *
 * - `retry`: the database is away, full or busy. Nothing was written, or nobody knows; the same flush is sent again.
 * - `data`: something in the flush cannot be stored. The part that can is written without it.
 * - `fatal`: this process may not write here at all (permissions, missing schema).
 */
export type WriteFailure =
  | { readonly kind: 'retry'; readonly error: Error }
  | { readonly kind: 'data'; readonly error: LedgerWriteError }
  | { readonly kind: 'fatal'; readonly error: LedgerWriteError };

/** By class of SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const DATA_CLASSES = new Set(['22', '23', '54']);
const FATAL_CLASSES = new Set(['0A', '28', '3D', '3F', '42']);

const RETRY_REASONS: Readonly<Record<string, { readonly message: string; readonly hint: string }>> = {
  '53100': {
    message: "The database's disk is full",
    hint: 'Make room there. The runs wait, and what they had to record is kept and written then.',
  },
  '53200': { message: 'The database is out of memory', hint: 'Nothing is lost; it is tried again.' },
  '53300': {
    message: 'The database takes no more connections',
    hint: 'Raise max_connections, or run fewer processes.',
  },
  '25006': {
    message: 'The database is read-only',
    hint: 'It is a standby, or was switched over: point the URL at the primary. It is tried again.',
  },
};

/** `target` names the database for people. */
export function classifyWriteFailure(target: string, error: unknown): WriteFailure {
  if (error instanceof pg.DatabaseError && error.code !== undefined) {
    const sqlState = error.code;
    const sqlClass = sqlState.slice(0, 2);
    if (DATA_CLASSES.has(sqlClass)) {
      return {
        kind: 'data',
        error: new LedgerWriteError(`The database refused what was to be recorded: ${error.message}.`, {
          retryable: false,
          hint: 'The event is replaced by a log line in the trace; everything else was recorded.',
          sqlState,
          cause: error,
        }),
      };
    }
    if (FATAL_CLASSES.has(sqlClass)) {
      return {
        kind: 'fatal',
        error: new LedgerWriteError(`The ledger cannot be written: ${error.message}.`, {
          retryable: false,
          hint: 'Check that the database is migrated and that this user may use schema telltale and dbos.workflow_status.',
          sqlState,
          cause: error,
        }),
      };
    }
    const reason = RETRY_REASONS[sqlState];
    return {
      kind: 'retry',
      error: new LedgerWriteError(`${reason?.message ?? `The database cannot write now (${error.message})`}.`, {
        retryable: true,
        hint: reason?.hint ?? 'Nothing is lost; it is tried again until it works.',
        sqlState,
        cause: error,
      }),
    };
  }
  return {
    kind: 'retry',
    error: failedConnection(target, error instanceof ConnectionLostError ? (error.cause ?? error) : error),
  };
}
