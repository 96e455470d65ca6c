/**
 * Runs that ended before a moment, the one that ended first coming first, along DBOS's index of ends. Paused runs have an
 * end for DBOS, and are not meant.
 */
export const ENDED_RUNS = `
  SELECT r.run_id AS "runId", r.dbos_completed_at AS "endedMs"
    FROM telltale.run r
   WHERE r.dbos_completed_at < $1::bigint
     AND r.dbos_completed_at >= $2::bigint
     AND (r.dbos_completed_at, r.run_id) > ($2::bigint, $3::text)
     AND r.status IN ('succeeded', 'failed', 'cancelled')
   ORDER BY r.dbos_completed_at, r.run_id
   LIMIT $4`;

/** One batch of one run: see the function. */
export const PRUNE_RUN = `
  SELECT events, items, actions, artifacts, steps, gone FROM telltale.prune_run($1, $2, $3)`;

/** What `prune` would remove of some runs. The run's own row is counted apart. */
export const COUNT_ROWS = `
  WITH wanted AS MATERIALIZED (SELECT array_agg(p.run) AS runs FROM telltale.progress p WHERE p.run_id = ANY ($1))
  SELECT (SELECT count(*) FROM telltale.event e WHERE e.run = ANY (w.runs))::integer AS events,
         (SELECT count(*) FROM telltale.item i WHERE i.run = ANY (w.runs))::integer AS items,
         (SELECT count(*) FROM telltale.action a WHERE a.run = ANY (w.runs))::integer AS actions,
         (SELECT count(*) FROM telltale.artifact a WHERE a.run = ANY (w.runs))::integer AS artifacts,
         (SELECT count(*) FROM telltale.step_run s WHERE s.run = ANY (w.runs))::integer AS steps
    FROM wanted w`;

/** Workers that were last heard from before a moment. Few, and never part of a run's history. */
export const PRUNE_WORKERS = `
  DELETE FROM telltale.worker k WHERE coalesce(k.stopped_at, k.heartbeat_at) < $1 RETURNING 1`;

/** Files that no artifact names any more, those first that have waited for longest. */
export const OLDEST_GARBAGE = `
  SELECT g.location FROM telltale.artifact_garbage g ORDER BY g.since, g.location LIMIT $1`;

/** See the function. */
export const CLAIM_GARBAGE = 'SELECT telltale.claim_garbage($1) AS claimed';

export const FORGET_GARBAGE = 'DELETE FROM telltale.artifact_garbage g WHERE g.location = $1';

/** To the end of the line. */
export const POSTPONE_GARBAGE =
  'UPDATE telltale.artifact_garbage g SET since = clock_timestamp() WHERE g.location = $1';

export const COUNT_WORKERS = `
  SELECT count(*)::integer AS workers FROM telltale.worker k WHERE coalesce(k.stopped_at, k.heartbeat_at) < $1`;
