import type pg from 'pg';
import { type NewRun, registerRun } from '../src/runs/register-run.ts';

export interface MadeRun {
  readonly runId: string;
  /** DBOS's owner token of the execution under way. */
  readonly owner: string;
}

let made = 0;

/** A run in flight, as submit and a worker's claim leave it: its row here and DBOS's, made in one transaction. */
export async function makeRun(pool: pg.Pool, run: Partial<NewRun> = {}, status = 'PENDING'): Promise<MadeRun> {
  made += 1;
  const id = `${process.pid}-${made}`;
  const owner = `owner-${id}`;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { runId } = await registerRun(client, {
      pipeline: 'episode',
      subject: `subject-${id}`,
      version: '1',
      steps: ['download', 'transcribe', 'embed'],
      ...run,
    });
    await client.query(
      `INSERT INTO dbos.workflow_status (workflow_uuid, status, name, owner_xid, queue_name) VALUES ($1, $2, 'episode', $3, 'episode')`,
      [runId, status, owner],
    );
    await client.query('COMMIT');
    return { runId, owner };
  } finally {
    client.release();
  }
}

/** Gives the run to somebody else, as DBOS does when another worker claims it. */
export async function changeOwner(pool: pg.Pool, runId: string, owner: string): Promise<void> {
  await pool.query('UPDATE dbos.workflow_status SET owner_xid = $2 WHERE workflow_uuid = $1', [runId, owner]);
}

/** Says that a worker has the run in hand, as DBOS does when it claims it. */
export async function giveTo(pool: pg.Pool, runId: string, workerId: string): Promise<void> {
  await pool.query(
    `UPDATE dbos.workflow_status
        SET executor_id = $2, recovery_attempts = recovery_attempts + 1, started_at_epoch_ms = extract(epoch FROM now()) * 1000
      WHERE workflow_uuid = $1`,
    [runId, workerId],
  );
}

/** DBOS's row of a run, as it stands in the table. */
export async function dbosRow(pool: pg.Pool, runId: string): Promise<Record<string, unknown>> {
  const { rows } = await pool.query('SELECT * FROM dbos.workflow_status WHERE workflow_uuid = $1', [runId]);
  return rows[0];
}

interface EventRow {
  readonly seq: number;
  readonly type: string;
  readonly step: string | null;
  readonly item: string | null;
  readonly action_id: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into the data of every type.
  readonly data: any;
}

/** The run's trace as it stands in the table. */
export async function eventsOf(pool: pg.Pool, runId: string): Promise<EventRow[]> {
  const { rows } = await pool.query<EventRow>(
    `SELECT e.seq, e.type, e.step, e.item, e.action_id, e.data
       FROM telltale.progress p JOIN telltale.event e USING (run) WHERE p.run_id = $1 ORDER BY e.seq`,
    [runId],
  );
  return rows;
}
