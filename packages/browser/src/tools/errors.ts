import { formatDuration, TelltaleError } from '@telltale/core';

/** Something on a page took longer than it may. The action's outcome is `timeout`. */
export class PageTimeoutError extends TelltaleError {
  override readonly name = 'PageTimeoutError';
  constructor(what: string, limitMs: number, reason: string, { cause }: ErrorOptions = {}) {
    super(`${what} timed out after ${formatDuration(limitMs)}: ${reason}`, {
      code: 'timed_out',
      retryable: true,
      details: { what, limitMs },
      cause,
    });
  }
}

/** A page keeps its own script so busy that it answers nothing. */
export class PageUnresponsiveError extends TelltaleError {
  override readonly name = 'PageUnresponsiveError';
  constructor(limitMs: number) {
    super(`The page did not answer for ${formatDuration(limitMs)}: a script of it keeps it busy. Go to another page.`, {
      code: 'timed_out',
      details: { limitMs },
    });
  }
}

/** Something cannot be done on this page, or not in this way. The message says why, and what else could be done. */
export class PageActionError extends TelltaleError {
  override readonly name = 'PageActionError';
  constructor(message: string, { cause }: ErrorOptions = {}) {
    super(message, { code: 'page_action_failed', cause });
  }
}
