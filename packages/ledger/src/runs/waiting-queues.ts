import type { Pool } from 'pg';
import { QueryRunner } from '../read/query-runner.ts';

/** Looks no further than the first run of each queue: every worker asks this every other second, however long they are. */
const WAITING = `
  SELECT q.queue FROM unnest($1::text[]) AS q (queue)
   CROSS JOIN LATERAL (SELECT FROM telltale.run r WHERE r.dbos_status = 'ENQUEUED' AND r.queue = q.queue LIMIT 1) waiting`;

/** Those of the queues in which a run waits for a worker, in no order. */
export async function waitingQueues(pool: Pool, queues: readonly string[]): Promise<readonly string[]> {
  const statement = { name: 'waiting-queues', text: WAITING, values: [queues] };
  return (await new QueryRunner(pool).rows<{ queue: string }>(statement)).map(({ queue }) => queue);
}
