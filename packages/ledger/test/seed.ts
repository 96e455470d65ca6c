import type { TestDatabase } from '@telltale/testing';

/** How many runs there are of each kind. */
export interface SeedSizes {
  readonly runs: number;
  /** The newest of them: claimed by a worker, and waiting for one. */
  readonly pending: number;
  readonly enqueued: number;
}

export const SEED: SeedSizes = { runs: 200_000, pending: 200, enqueued: 500 };

const PIPELINES = `ARRAY['episode', 'recording', 'content']`;
const STEPS = `ARRAY['fetch', 'download', 'transcribe', 'embed']`;
const TOOLS = `ARRAY['click', 'fetch', 'transcribe', 'search', 'write']`;

/**
 * Fills a database with the past of a busy installation: 97 of 100 runs succeeded, 2 failed, 1 was cancelled or paused, the
 * newest are queued and in flight. Set by set, with the secondary indexes made anew at the end.
 */
export async function seed(db: TestDatabase, { runs, pending, enqueued }: SeedSizes = SEED): Promise<void> {
  const client = await db.connect();
  const indexes = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
       FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      WHERE c.relnamespace = 'telltale'::regnamespace AND NOT i.indisunique`,
  );
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${name}`);
  await client.query(`
    INSERT INTO telltale.worker (worker_id, host, pid, version, queues)
    SELECT 'worker-' || n, 'host', n, '1', '{runs}' FROM generate_series(0, 9) n;

    INSERT INTO telltale.progress (run_id, pipeline, subject, number, version, title, steps, created_at, last_seq, worker_id,
      step, step_number, step_attempt, step_started_at, total, done, advanced_at, control, control_at)
    SELECT pipeline || '-' || subject || '-run-' || number, pipeline, subject, number, '1', 'The ' || subject || ' of word' || n % 5000,
           ${STEPS}, at, 2, 'worker-' || n % 10, 'transcribe', 3, 1, at, 10, 5, at, control, CASE WHEN control IS NOT NULL THEN at END
      FROM (
        SELECT n, (${PIPELINES})[1 + n % 3] AS pipeline, 'subject-' || n / 2 AS subject, 1 + n % 2 AS number,
               now() - make_interval(secs => (${runs} - n) * 60) AS at, CASE WHEN n % 1000 < 2 THEN 'pause' END AS control
          FROM generate_series(1, ${runs}) n
      ) r ORDER BY n;

    INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name, created_at, updated_at, started_at_epoch_ms, completed_at, owner_xid)
    SELECT run_id, status, pipeline, 'runs', ms, ms, CASE WHEN status <> 'ENQUEUED' THEN ms END,
           CASE WHEN status NOT IN ('PENDING', 'ENQUEUED') THEN ms + 1000 END, 'owner-' || run
      FROM (
        SELECT p.*, (extract(epoch FROM created_at) * 1000)::bigint AS ms,
               CASE WHEN run > ${runs - enqueued} THEN 'ENQUEUED' WHEN run > ${runs - enqueued - pending} THEN 'PENDING'
                    WHEN run % 100 = 0 THEN 'CANCELLED' WHEN run % 100 < 3 THEN 'ERROR' ELSE 'SUCCESS' END AS status
          FROM telltale.progress p
      ) r;

    INSERT INTO telltale.event (run, at, seq, type, data)
    SELECT run, created_at, seq, 'log.written', '{"level": "info", "message": "hello"}' FROM telltale.progress, generate_series(1, 2) seq;

    INSERT INTO telltale.step_run (run, step, attempt, number, pipeline, started_at, finished_at, duration_ms, outcome, total, done)
    SELECT p.run, s.step, 1, s.number, p.pipeline, p.created_at, p.created_at + interval '1 minute', 60000, 'succeeded', 10, 10
      FROM telltale.progress p, unnest(ARRAY['fetch', 'download']) WITH ORDINALITY AS s (step, number);

    INSERT INTO telltale.item (run, step, key, outcome, result)
    SELECT run, 'transcribe', 'item-' || n, CASE WHEN n % 20 = 0 THEN 'failed' ELSE 'succeeded' END, '{"text": "hello"}'
      FROM telltale.progress, generate_series(1, 100) n WHERE run % 100 = 0;

    INSERT INTO telltale.action (run, action_id, step, tool, input, outcome, started_at, finished_at)
    SELECT run, 'action-1', 'transcribe', (${TOOLS})[1 + run % 5], '{"selector": "#more"}',
           CASE WHEN dbos_status = 'PENDING' THEN 'running' WHEN run % 10 = 0 THEN 'timeout' ELSE 'success' END,
           created_at, CASE WHEN dbos_status <> 'PENDING' THEN created_at + interval '2 seconds' END
      FROM telltale.run;

    INSERT INTO telltale.artifact (run, artifact_id, kind, name, location, bytes, sha256, stored_at)
    SELECT run, 'artifact-1', 'audio', 'a.mp3', 'runs/a.mp3', 1000, repeat('a', 64), created_at FROM telltale.progress WHERE run % 10 = 0;
  `);
  for (const { definition } of indexes.rows) await client.query(definition);
  await client.query('ANALYZE');
  await client.end();
}
