import { ORPHANED_AFTER_MS } from '@telltale/core';
import type { Pool } from 'pg';
import { QueryRunner } from '../read/query-runner.ts';

/** DBOS's index of runs in flight names them, which are as many as all workers can hold. */
const ORPHANED = `
  SELECT r.run_id AS "runId"
    FROM telltale.run r LEFT JOIN telltale.worker k ON k.worker_id = r.executor_id
   WHERE r.dbos_status = 'PENDING' AND NOT telltale.is_alive(k, $1)
   ORDER BY r.run LIMIT $2`;

/** Oldest first. A worker that never was in the table counts as dead, as one does whose row was removed. */
export async function orphanedRuns(pool: Pool, { limit }: { readonly limit: number }): Promise<readonly string[]> {
  const rows = await new QueryRunner(pool).rows<{ runId: string }>({
    name: 'orphaned-runs',
    text: ORPHANED,
    values: [ORPHANED_AFTER_MS, limit],
  });
  return rows.map(({ runId }) => runId);
}

export interface HeldRun {
  readonly runId: string;
  /** DBOS's token of the execution under way. */
  readonly owner: string | null;
  /** Since the worker took it, in ms, by the database's clock. */
  readonly heldMs: number;
}

const HELD = `
  SELECT r.run_id AS "runId", r.owner,
         greatest(extract(epoch FROM now() - coalesce(r.started_at, r.created_at)) * 1000, 0)::float8 AS "heldMs"
    FROM telltale.run r
   WHERE r.dbos_status = 'PENDING' AND r.executor_id = $1
   ORDER BY r.run`;

/** What a worker has in hand, by DBOS's word. */
export async function runsHeldBy(pool: Pool, workerId: string): Promise<readonly HeldRun[]> {
  return await new QueryRunner(pool).rows<HeldRun>({ name: 'runs-held-by', text: HELD, values: [workerId] });
}

export interface QueueDepth {
  readonly queue: string;
  /** Runs that wait for a worker. */
  readonly queued: number;
  /** How long the one has waited that has waited longest, in ms, by the database's clock; `null` if none waits. */
  readonly oldestMs: number | null;
  /** Live workers that take runs from it. */
  readonly workers: number;
}

const DEPTHS = `
  SELECT queue, coalesce(waiting.queued, 0)::integer AS queued, waiting."oldestMs",
         coalesce(listening.workers, 0)::integer AS workers
    FROM (
      SELECT r.queue, count(*) AS queued,
             greatest(extract(epoch FROM now() - min(r.status_since)) * 1000, 0)::float8 AS "oldestMs"
        FROM telltale.run r WHERE r.dbos_status = 'ENQUEUED' AND r.queue IS NOT NULL GROUP BY r.queue
    ) waiting
    FULL JOIN (
      SELECT q.queue, count(*) AS workers
        FROM telltale.worker k CROSS JOIN LATERAL (SELECT DISTINCT unnest(k.queues) AS queue) q
       WHERE telltale.is_alive(k, $1) GROUP BY q.queue
    ) listening USING (queue)
   ORDER BY queue`;

/** Every queue in which a run waits or to which a live worker listens, by name. A queue without workers never empties. */
export async function queueDepths(pool: Pool): Promise<readonly QueueDepth[]> {
  return await new QueryRunner(pool).rows<QueueDepth>({
    name: 'queue-depths',
    text: DEPTHS,
    values: [ORPHANED_AFTER_MS],
  });
}
