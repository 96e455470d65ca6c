import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { Gate, gatedPipeline } from '../../test/gated-pipeline.ts';
import { newSubject } from '../../test/pipelines.ts';
import { startTestWorker, stopTestWorkers } from '../../test/test-worker.ts';
import { createClient } from '../client.ts';

const db = testDatabase();
stopTestWorkers();

test('a run that was claimed and never begun goes back to its queue, and its try does not count', async () => {
  const gate = new Gate();
  gate.openAll();
  const pipeline = gatedPipeline(gate.pass);
  await using client = await createClient({ url: db.url, pipelines: [pipeline] });
  const { runId } = await client.submit(pipeline, { subject: newSubject() });
  await db.query(
    `UPDATE dbos.workflow_status SET status = 'PENDING', executor_id = 'claimer', owner_xid = 'nobody', recovery_attempts = 1,
            started_at_epoch_ms = extract(epoch FROM now() - interval '1 minute') * 1000
      WHERE workflow_uuid = $1`,
    [runId],
  );
  // DBOS itself takes back what it finds in its own hands when it is launched; this is about what comes later.
  await db.query(`UPDATE dbos.workflow_status SET application_version = 'hidden' WHERE workflow_uuid = $1`, [runId]);
  const { signals, log } = await startTestWorker(db, [pipeline], {
    workerId: 'claimer',
    settings: { heartbeatMs: 20 },
  });
  await db.query(`UPDATE dbos.workflow_status SET application_version = 'telltale-1' WHERE workflow_uuid = $1`, [
    runId,
  ]);
  expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 1 });
  expect(signals.all('runTaken')).toEqual([{ runId, tries: 1 }]);
  expect(log()).toContainEqual(
    `warn: Run ${runId} was let go of (handed-back): this worker had claimed it and could not begin it.`,
  );
});
