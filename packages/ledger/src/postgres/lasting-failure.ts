import { LedgerQueryError } from '../errors.ts';

/** Classes of SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html) that stay as they are. */
const LASTING_CLASSES = new Set(['0A', '22', '3F', '42', '54']);
const SQL_STATE_LENGTH = 5;

/** The typed error for a refusal that will last; `null` when the same statement can succeed later. */
export function lastingFailure(target: string, cause: unknown): LedgerQueryError | null {
  const sqlState = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (sqlState.length !== SQL_STATE_LENGTH || !LASTING_CLASSES.has(sqlState.slice(0, 2))) return null;
  const hint = 'Check that the database is migrated, and that this user may read the schema telltale.';
  return new LedgerQueryError(target, { sqlState, retryable: false, hint }, cause);
}
