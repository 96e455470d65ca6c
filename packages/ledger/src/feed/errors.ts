import { TelltaleError } from '@telltale/core';

/** The feed was closed; nobody can subscribe to it any more. */
export class FeedClosedError extends TelltaleError {
  override readonly name = 'FeedClosedError';
  constructor() {
    super('The feed is closed.', { code: 'feed_closed', hint: 'Subscribe before close(), or make a new feed.' });
  }
}

/** A position that no trace can have. */
export class InvalidCursorError extends TelltaleError {
  override readonly name = 'InvalidCursorError';
  constructor(after: unknown) {
    super(`"after" has to be the seq of an event, or 0 for the start; it is ${String(after).slice(0, 100)}.`, {
      code: 'cursor_invalid',
    });
  }
}

/** The database refused to read the ledger, for a reason that trying again will not mend. */
export class FeedReadError extends TelltaleError {
  override readonly name = 'FeedReadError';
  constructor(cause: Error & { readonly code: string }) {
    super(`The ledger cannot be read: ${cause.message}.`, {
      code: 'feed_read_failed',
      hint: 'Check that the database is migrated and that this user may read schema telltale.',
      details: { sqlState: cause.code },
      cause,
    });
  }
}

/** Classes of SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html) that stay as they are. */
const LASTING_CLASSES = new Set(['0A', '22', '3F', '42', '54']);

/** The typed error for a refusal that will last; `null` when the same statement can succeed later. */
export function lastingFailure(error: unknown): FeedReadError | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return null;
  if (error.code.length !== 5 || !LASTING_CLASSES.has(error.code.slice(0, 2))) return null;
  return new FeedReadError(error as Error & { readonly code: string });
}
