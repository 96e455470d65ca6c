import type { TestDatabase } from '@telltale/testing';

/** How many runs there are in all, and of those how many, the newest, wait for a worker or are in the hand of one. */
export interface SeedSizes {
  readonly runs: number;
  readonly pending: number;
  readonly enqueued: number;
}

export const SEED: SeedSizes = { runs: 200_000, pending: 200, enqueued: 500 };

const runsSql = ({ runs, pending, enqueued }: SeedSizes): string => `
  INSERT INTO telltale.progress (run_id, pipeline, subject, number, version, title, steps, created_at, last_seq, worker_id,
    step, step_number, step_attempt, step_started_at, total, done, advanced_at, control, control_at)
  SELECT pipeline || '-' || subject || '-run-' || number, pipeline, subject, number, '1',
         'The ' || subject || ' of word' || n % 5000, ARRAY['fetch', 'download', 'transcribe', 'embed'], at, 2,
         'worker-' || n % 10, 'transcribe', 3, 1, at, 10, 5, at, control, CASE WHEN control IS NOT NULL THEN at END
    FROM (
      SELECT n, (ARRAY['episode', 'recording', 'content'])[1 + n % 3] AS pipeline, 'subject-' || n / 2 AS subject,
             1 + n % 2 AS number, now() - make_interval(secs => (${runs} - n) * 60) AS at,
             CASE WHEN n % 1000 = 0 THEN 'pause' END AS control
        FROM generate_series(1, ${runs}) n
    ) r ORDER BY n;

  INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name, created_at, updated_at, started_at_epoch_ms,
    completed_at, owner_xid)
  SELECT run_id, status, pipeline, 'runs', ms, ms, CASE WHEN status <> 'ENQUEUED' THEN ms END,
         CASE WHEN status NOT IN ('PENDING', 'ENQUEUED') THEN ms + 1000 END, 'owner-' || run
    FROM (
      SELECT p.run_id, p.run, p.pipeline, (extract(epoch FROM p.created_at) * 1000)::bigint AS ms,
             CASE WHEN p.run > ${runs - enqueued} THEN 'ENQUEUED' WHEN p.run > ${runs - enqueued - pending} THEN 'PENDING'
                  WHEN p.run % 100 = 0 THEN 'CANCELLED' WHEN p.run % 100 < 3 THEN 'ERROR' ELSE 'SUCCESS' END AS status
        FROM telltale.progress p
    ) r;`;

const WORKERS = `
  INSERT INTO telltale.worker (worker_id, host, pid, version, queues)
  SELECT 'worker-' || n, 'host', n, '1', '{runs}' FROM generate_series(0, 9) n;`;

const STEPS_AND_ITEMS = `
  INSERT INTO telltale.step_run (run, step, attempt, number, pipeline, started_at, finished_at, duration_ms, outcome, total, done)
  SELECT p.run, s.step, 1, s.number, p.pipeline, p.created_at, p.created_at + interval '1 minute', 60000, 'succeeded', 10, 10
    FROM telltale.progress p, unnest(ARRAY['fetch', 'download']) WITH ORDINALITY AS s (step, number) WHERE p.run % 4 = 0;

  INSERT INTO telltale.item (run, step, key, outcome, result)
  SELECT run, 'transcribe', 'item-' || n, CASE WHEN n % 20 = 0 THEN 'failed' ELSE 'succeeded' END, '{"text": "hello"}'
    FROM telltale.progress, generate_series(1, 100) n WHERE run % 100 = 0;`;

const EVENTS_AND_ACTIONS = `
  INSERT INTO telltale.event (run, at, seq, type, data)
  SELECT run, created_at, seq, 'log.written', '{"level": "info", "message": "hello"}'
    FROM telltale.progress, generate_series(1, 2) seq;

  INSERT INTO telltale.action (run, seq, action_id, step, tool, input, outcome, started_at, finished_at)
  SELECT run, 1, 'action-1', 'transcribe', (ARRAY['click', 'fetch', 'transcribe', 'search', 'write'])[1 + run % 5],
         '{"selector": "#more"}', outcome, created_at, CASE WHEN outcome <> 'running' THEN created_at + interval '2 seconds' END
    FROM (
      SELECT r.run, r.created_at, CASE WHEN r.dbos_status = 'PENDING' THEN 'running' WHEN r.run % 10 = 0 THEN 'timeout'
                                       ELSE 'success' END AS outcome
        FROM telltale.run r
    ) r;

  INSERT INTO telltale.artifact (run, artifact_id, kind, name, location, bytes, sha256, stored_at)
  SELECT run, 'artifact-1', 'audio', 'a.mp3', 'runs/a.mp3', 1000, repeat('a', 64), created_at
    FROM telltale.progress WHERE run % 10 = 0;`;

/** What only costs time while tables are filled. */
const SECONDARY_INDEXES = `
  SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
   WHERE c.relnamespace IN ('telltale'::regnamespace, 'dbos'::regnamespace) AND NOT i.indisunique`;

/**
 * Fills a fresh database with the past of a busy installation: 97 of 100 runs succeeded, 2 failed, 1 was cancelled or
 * paused; the newest are queued and in flight. Set by set on two connections, the secondary indexes at the end.
 */
export async function seed(db: Pick<TestDatabase, 'connect'>, sizes: SeedSizes = SEED): Promise<void> {
  const [one, two] = [await db.connect(), await db.connect()];
  const indexes = (await one.query<{ name: string; definition: string }>(SECONDARY_INDEXES)).rows;
  for (const { name } of indexes) await one.query(`DROP INDEX ${name}`);
  await one.query(WORKERS + runsSql(sizes));
  await Promise.all([one.query(STEPS_AND_ITEMS), two.query(EVENTS_AND_ACTIONS)]);
  const work = [...indexes];
  await Promise.all(
    [one, two].map(async (client) => {
      for (let index = work.shift(); index !== undefined; index = work.shift()) await client.query(index.definition);
    }),
  );
  // As autovacuum leaves it: with statistics, and with the map by which an index alone can answer.
  await one.query('VACUUM (ANALYZE)');
  await Promise.all([one.end(), two.end()]);
}
