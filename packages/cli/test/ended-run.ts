import type { ArtifactStore } from '@telltale/engine';
import { inTransaction, registerRun } from '@telltale/ledger';
import type { TestDatabase } from '@telltale/testing';

export interface EndedRun {
  readonly subject: string;
  readonly daysAgo: number;
  readonly artifacts: ArtifactStore;
}

/** A run that has succeeded and left a file. Gives the file's location. */
export async function endedRun(db: TestDatabase, { subject, daysAgo, artifacts }: EndedRun): Promise<string> {
  const runId = await inTransaction(db.pool(), async (transaction) => {
    const run = await registerRun(transaction, { pipeline: 'episode', subject, version: '1', steps: ['one'] });
    await transaction.query(
      `INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name, completed_at, updated_at)
       SELECT $1, 'SUCCESS', 'episode', 'episode', at, at FROM (VALUES ($2::bigint)) ended (at)`,
      [run.runId, Date.now() - daysAgo * 86_400_000],
    );
    return run.runId;
  });
  const { location, bytes, sha256 } = await artifacts.put({ runId, source: `of ${subject}` });
  await db.query(
    `INSERT INTO telltale.artifact (run, artifact_id, kind, name, location, bytes, sha256, stored_at)
     SELECT run, 'a', 'audio', 'n', $2, $3, $4, now() FROM telltale.progress WHERE run_id = $1`,
    [runId, location, bytes, sha256],
  );
  return location;
}
