import { type Reader, type RunDetail, RunNotFoundError, type RunSummary } from '@telltale/ledger';

/** Throws `RunNotFoundError`. */
export async function findRun(reader: Reader, runId: string): Promise<RunSummary> {
  const run = await reader.getRun(runId);
  if (run === null) throw new RunNotFoundError(runId);
  return run;
}

/** Throws `RunNotFoundError`. */
export async function findRunDetail(reader: Reader, runId: string): Promise<RunDetail> {
  const run = await reader.getRunDetail(runId);
  if (run === null) throw new RunNotFoundError(runId);
  return run;
}

/**
 * A list that belongs to a run. An empty one of a run that does not exist would be a lie, so only an empty one is doubted.
 * Throws `RunNotFoundError`.
 */
export async function ofRun<T>(reader: Reader, runId: string, list: readonly T[]): Promise<readonly T[]> {
  if (list.length === 0) await findRun(reader, runId);
  return list;
}
