import { TelltaleError } from '@telltale/core';

/** Workers are at work on the database that was to be emptied. */
export class WorkersAliveError extends TelltaleError {
  override readonly name = 'WorkersAliveError';
  constructor(workers: readonly string[]) {
    super(`Nothing was removed: workers are at work on this database (${workers.join(', ')}).`, {
      code: 'workers_alive',
      hint: 'Stop them first. One that was killed counts as alive for 30 seconds more.',
      details: { workers: workers.length },
    });
  }
}

/** Something would be lost that is not ours, or never be found again. */
export class ResetRefusedError extends TelltaleError {
  override readonly name = 'ResetRefusedError';
  constructor(problem: string, hint: string, cause?: unknown) {
    super(`The tables were not removed: ${problem}.`, { code: 'reset_refused', hint, cause });
  }
}
