import { type HeldRun, runsHeldBy } from '@telltale/ledger';
import type { Pool } from 'pg';
import { letGoOfRun } from '../execute/let-go-of-run.ts';
import type { Moments } from '../execute/services.ts';

export interface HandBackOptions {
  readonly pool: Pool;
  readonly moments: Moments;
  readonly workerId: string;
  /** Which of those that DBOS says this worker holds, and why. */
  readonly which: (held: HeldRun) => boolean;
  readonly reason: string;
}

/**
 * Puts runs back into their queue that this worker holds by DBOS's word alone. What somebody asked of one is heeded
 * instead, and one that was taken meanwhile is left.
 */
export async function handBack({ pool, moments, workerId, which, reason }: HandBackOptions): Promise<void> {
  for (const { runId, owner } of (await runsHeldBy(pool, workerId)).filter(which)) {
    if (owner === null) continue;
    try {
      const how = await letGoOfRun({ pool, moments }, { runId, owner, workerId }, { kind: 'hand-back', reason }, null);
      moments.log({ level: 'warn', message: `Run ${runId} was let go of (${how}): ${reason}.`, runId });
    } catch (error) {
      if (codeOf(error) !== 'ownership_lost') throw error;
    }
  }
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null)?.code;
}
