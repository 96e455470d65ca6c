import pg from 'pg';

/** How many runs there are, and of those how many, the newest, are in the hands of workers or wait for one. */
export interface PastSize {
  readonly runs: number;
  readonly inHand: number;
  readonly queued: number;
}

/** Each run has so many events: its start, the first of its steps, and the items of the second. */
export const EVENTS_OF_RUN = 25;

const PIPELINES = ['episode', 'recording', 'content'];

const STEPS = `ARRAY['fetch', 'transcribe', 'embed']`;

const RUNS = `
  INSERT INTO telltale.progress (run_id, pipeline, subject, number, version, title, steps, created_at, last_seq, worker_id,
    step, step_number, step_attempt, step_started_at, total, done, advanced_at)
  SELECT pipeline || '-' || subject || '-run-1', pipeline, subject, 1, '1', 'The ' || subject || ' of word' || n % 5000,
         ${STEPS}, at, ${EVENTS_OF_RUN}, 'worker-' || n % 10, 'transcribe', 2, 1, at, 20, 20, at
    FROM (
      SELECT n, (ARRAY['${PIPELINES.join("', '")}'])[1 + n % ${PIPELINES.length}] AS pipeline, 'subject-' || n AS subject,
             now() - make_interval(secs => ($1::integer - n) * 60) AS at
        FROM generate_series(1, $1::integer) n
    ) r ORDER BY n`;

/** 97 of 100 have succeeded, 2 have failed, 1 was cancelled. */
const WORKFLOWS = `
  INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name, created_at, updated_at, started_at_epoch_ms,
    completed_at, owner_xid)
  SELECT run_id, status, pipeline, 'runs', ms, ms, CASE WHEN status <> 'ENQUEUED' THEN ms END,
         CASE WHEN status NOT IN ('PENDING', 'ENQUEUED') THEN ms + 1000 END, 'owner-' || run
    FROM (
      SELECT p.run_id, p.run, p.pipeline, (extract(epoch FROM p.created_at) * 1000)::bigint AS ms,
             CASE WHEN p.run > $1::integer - $3::integer THEN 'ENQUEUED'
                  WHEN p.run > $1::integer - $3::integer - $2::integer THEN 'PENDING'
                  WHEN p.run % 100 = 0 THEN 'CANCELLED' WHEN p.run % 100 < 3 THEN 'ERROR' ELSE 'SUCCESS' END AS status
        FROM telltale.progress p
    ) r`;

const WORKERS = `
  INSERT INTO telltale.worker (worker_id, host, pid, version, queues)
  SELECT 'worker-' || n, 'host', n, '1', '{runs}' FROM generate_series(0, 9) n`;

const EVENTS = `
  INSERT INTO telltale.event (run, at, seq, type, step, item, data)
  SELECT p.run, p.created_at + seq * interval '1 second', seq,
         CASE seq WHEN 1 THEN 'run.submitted' WHEN 2 THEN 'run.started' WHEN 4 THEN 'step.succeeded'
                  WHEN 3 THEN 'step.started' WHEN 5 THEN 'step.started' ELSE 'item.succeeded' END,
         CASE WHEN seq > 4 THEN 'transcribe' WHEN seq > 2 THEN 'fetch' END,
         CASE WHEN seq > 5 THEN 'item-' || seq END,
         CASE seq
           WHEN 1 THEN jsonb_build_object('pipeline', p.pipeline, 'version', '1', 'subject', p.subject, 'number', 1,
                                          'steps', to_jsonb(p.steps))
           WHEN 2 THEN jsonb_build_object('workerId', p.worker_id, 'attempt', 1)
           WHEN 3 THEN '{"number": 1, "of": 3, "attempt": 1}'
           WHEN 4 THEN '{"durationMs": 1000}'
           WHEN 5 THEN '{"number": 2, "of": 3, "attempt": 1}'
           ELSE '{"durationMs": 1000}' END
    FROM telltale.progress p, generate_series(1, ${EVENTS_OF_RUN}) seq ORDER BY p.run, seq`;

/** Fills a fresh database with the past of an installation that has run for long. */
export async function fillPast(databaseUrl: string, { runs, inHand, queued }: PastSize): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(RUNS, [runs]);
    await client.query(WORKFLOWS, [runs, inHand, queued]);
    await client.query(WORKERS);
    await client.query(EVENTS);
    // As autovacuum leaves it.
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}

/** The id of any run that there is. */
export function anyRunId(runs: number): string {
  return runIdOf(1 + Math.floor(Math.random() * runs));
}

/** The id of a run; the oldest is 1. */
export function runIdOf(n: number): string {
  return `${PIPELINES[n % PIPELINES.length]}-subject-${n}-run-1`;
}
