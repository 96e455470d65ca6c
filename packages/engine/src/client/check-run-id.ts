import { RunNotFoundError } from '@telltale/ledger';

/** Postgres cannot even be asked for such an id. Throws `RunNotFoundError`. */
export function checkRunId(runId: string): void {
  if (typeof runId !== 'string' || runId.includes('\0')) throw new RunNotFoundError(String(runId));
}
