import { TelltaleError } from '@telltale/core';

/** A database could not be made, or DBOS's tables in it. */
export class DatabaseSetUpError extends TelltaleError {
  override readonly name = 'DatabaseSetUpError';
  constructor(target: string, problem: string, hint: string, cause: unknown) {
    super(`The database at ${target} could not be set up: ${problem}.`, {
      code: 'database_setup_failed',
      hint,
      details: { target },
      cause,
    });
  }
}
