import type { TestDatabase } from '@telltale/testing';

/** Has a worker been silent for so long that others give it up: tests do not wait for half a minute. */
export async function silence(db: Pick<TestDatabase, 'query'>, workerId: string): Promise<void> {
  await db.query(`UPDATE telltale.worker SET heartbeat_at = now() - interval '41 seconds' WHERE worker_id = $1`, [
    workerId,
  ]);
}
