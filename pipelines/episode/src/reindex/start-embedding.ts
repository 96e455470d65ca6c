import { hasEnded } from '@telltale/core';
import type { Client } from '@telltale/engine/client';

export type RunStarter = Pick<Client, 'reader' | 'rerun' | 'submit' | 'wait'>;

/** An episode whose vectors are gone, or were never made. */
export interface Unindexed {
  readonly episodeId: string;
  readonly isReady: boolean;
}

/** What came of an episode whose vectors are to be made. */
export interface Started {
  readonly episodeId: string;
  /** The run that was started, or the one that is in flight. */
  readonly runId: string;
  readonly kind: 'from-embed' | 'from-the-start' | 'in-flight';
  /** At which step it is. */
  readonly step: string | null;
}

const PIPELINE = 'episode';
const STEP = 'embed';
const REASON = 'all vectors are made anew';
/** How far it is looked back for a run that another can go on from. */
const RUNS = 20;
/** No run can go on from that one at this step: retention took it, or it never came so far. */
const NOT_FROM_HERE: readonly unknown[] = ['step_not_reached', 'run_pruned', 'history_pruned', 'run_not_found'];

/**
 * Starts a run that makes the vectors of an episode from the passages that it has: from the newest run that came to that
 * step; a whole new run if there is none. `null` for an episode that is not ready for other reasons.
 */
export async function startEmbedding(
  client: RunStarter,
  { episodeId, isReady }: Unindexed,
  by: string,
): Promise<Started | null> {
  const { runs } = await client.reader.listRuns({ pipeline: PIPELINE, subject: episodeId, limit: RUNS });
  const [newest] = runs;
  const step = newest?.step?.name ?? null;
  if (newest !== undefined && !hasEnded(newest.state)) {
    return { episodeId, runId: newest.runId, kind: 'in-flight', step };
  }
  if (!isReady && !(newest?.state === 'failed' && step === STEP)) return null;
  const asked = { by, reason: REASON };
  for (const { runId: earlier } of runs) {
    try {
      const { runId, created } = await client.rerun(earlier, { ...asked, fromStep: STEP });
      return { episodeId, runId, kind: created ? 'from-embed' : 'in-flight', step: null };
    } catch (error) {
      if (!NOT_FROM_HERE.includes((error as { readonly code?: unknown }).code)) throw error;
    }
  }
  const { runId, created } = await client.submit(PIPELINE, { episodeId }, asked);
  return { episodeId, runId, kind: created ? 'from-the-start' : 'in-flight', step: null };
}
