import type { TestDatabase } from '@telltale/testing';

/** Gives a run's workflow a status, with the columns that DBOS sets beside it. `at`: default now. */
export async function setDbosStatus(
  db: Pick<TestDatabase, 'query'>,
  runId: string,
  status: string,
  at = new Date(),
): Promise<void> {
  await db.query(
    `UPDATE dbos.workflow_status
        SET status = $2, updated_at = $3,
            completed_at = CASE WHEN $2 IN ('PENDING', 'ENQUEUED', 'DELAYED') THEN NULL ELSE $3::bigint END,
            started_at_epoch_ms = CASE WHEN $2 = 'PENDING' THEN $3::bigint ELSE started_at_epoch_ms END
      WHERE workflow_uuid = $1`,
    [runId, status, at.getTime()],
  );
}
