import pg from 'pg';

/** A run in the hand of a worker that has done very many items. */
export const LONG_RUN = {
  runId: 'episode-long-run-1',
  title: 'The longest of all',
  unit: 'segments',
} as const;

const STEPS = `ARRAY['fetch', 'transcribe', 'embed']`;

const RUN = `
  INSERT INTO telltale.progress (run_id, pipeline, subject, number, version, title, steps, created_at, last_seq, worker_id,
    step, step_number, step_attempt, step_started_at, total, done, unit, advanced_at)
  SELECT '${LONG_RUN.runId}', 'episode', 'long', 1, '1', '${LONG_RUN.title}', ${STEPS}, now() - interval '1 hour', $1::integer,
         'worker', 'transcribe', 2, 1, now() - interval '1 hour', $1::integer * 2, $1::integer - 6, '${LONG_RUN.unit}', now()`;

const WORKFLOW = `
  INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name, created_at, updated_at, started_at_epoch_ms, owner_xid)
  SELECT '${LONG_RUN.runId}', 'PENDING', 'episode', 'episode', ms, ms, ms, 'owner'
    FROM (SELECT (extract(epoch FROM now() - interval '1 hour') * 1000)::bigint AS ms) t`;

const WORKER = `INSERT INTO telltale.worker (worker_id, host, pid, version, queues) VALUES ('worker', 'host', 1, '1', '{episode}')`;

const EVENTS = `
  INSERT INTO telltale.event (run, at, seq, type, step, item, data)
  SELECT p.run, p.created_at + seq * interval '1 hour' / $1::integer, seq,
         CASE seq WHEN 1 THEN 'run.submitted' WHEN 2 THEN 'run.started' WHEN 4 THEN 'step.succeeded'
                  WHEN 3 THEN 'step.started' WHEN 5 THEN 'step.started' WHEN 6 THEN 'step.planned' ELSE 'item.succeeded' END,
         CASE WHEN seq > 4 THEN 'transcribe' WHEN seq > 2 THEN 'fetch' END,
         CASE WHEN seq > 6 THEN 'item-' || seq END,
         CASE seq
           WHEN 1 THEN jsonb_build_object('pipeline', p.pipeline, 'version', '1', 'subject', p.subject, 'number', 1,
                                          'title', p.title, 'steps', to_jsonb(p.steps))
           WHEN 2 THEN jsonb_build_object('workerId', p.worker_id, 'attempt', 1)
           WHEN 3 THEN '{"number": 1, "of": 3, "attempt": 1}'
           WHEN 4 THEN '{"durationMs": 1000}'
           WHEN 5 THEN '{"number": 2, "of": 3, "attempt": 1}'
           WHEN 6 THEN jsonb_build_object('total', $1::integer * 2, 'kept', 0, 'unit', '${LONG_RUN.unit}')
           ELSE '{"durationMs": 30}' END
    FROM telltale.progress p, generate_series(1, $1::integer) seq WHERE p.run_id = '${LONG_RUN.runId}' ORDER BY seq`;

/** Puts it into a fresh database, with so many events. */
export async function makeLongRun(databaseUrl: string, events: number): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(RUN, [events]);
    await client.query(WORKFLOW);
    await client.query(WORKER);
    await client.query(EVENTS, [events]);
    // As autovacuum leaves it.
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}
