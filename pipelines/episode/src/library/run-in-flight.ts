import { hasEnded, RUN_STATES } from '@telltale/core';
import { createReader } from '@telltale/ledger';
import type { Pool } from 'pg';

/** A run that is paused or waits goes on one day; one that is being paused or cancelled still writes. */
const IN_FLIGHT = RUN_STATES.filter((state) => !hasEnded(state));

/** The run that works on an episode, or will; `null` if there is none. */
export async function runInFlight(pool: Pool, episodeId: string): Promise<string | null> {
  const { runs } = await createReader(pool).listRuns({
    pipeline: 'episode',
    subject: episodeId,
    status: IN_FLIGHT,
    limit: 1,
  });
  return runs[0]?.runId ?? null;
}
