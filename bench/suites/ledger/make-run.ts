import { registerRun } from '@telltale/ledger';
import type pg from 'pg';

export interface MadeRun {
  readonly runId: string;
  /** DBOS's owner token: with it every write of the recorder is fenced, as a worker's are. */
  readonly owner: string;
}

/** The step in which every case works. */
export const STEP = 'transcribe';

/** A run in flight, as a submit and a worker's claim leave it: the ledger's row and DBOS's, made in one transaction. */
export async function makeRun(client: pg.Client, subject: string): Promise<MadeRun> {
  const owner = `owner-of-${subject}`;
  await client.query('BEGIN');
  const { runId } = await registerRun(client, {
    pipeline: 'episode',
    subject,
    version: '1',
    steps: ['download', STEP, 'embed'],
  });
  await client.query(
    `INSERT INTO dbos.workflow_status (workflow_uuid, status, name, owner_xid, queue_name)
     VALUES ($1, 'PENDING', 'episode', $2, 'episode')`,
    [runId, owner],
  );
  await client.query('COMMIT');
  return { runId, owner };
}
