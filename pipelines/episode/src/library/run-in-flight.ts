import { createReader } from '@telltale/ledger';
import type { Pool } from 'pg';

/** States in which a run may still write. A run that is paused or waits goes on one day. */
const IN_FLIGHT = ['queued', 'running', 'paused'] as const;

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
