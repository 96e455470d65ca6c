-- What happened to a run, in the words of packages/core (RUN_STATES), from DBOS's word and what was asked of the run.
CREATE FUNCTION telltale.run_status(dbos_status text, control text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN dbos_status = 'SUCCESS' THEN 'succeeded'
  WHEN dbos_status IN ('ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED') THEN 'failed'
  WHEN dbos_status = 'CANCELLED' AND control = 'pause' THEN 'paused'
  WHEN dbos_status = 'CANCELLED' THEN 'cancelled'
  WHEN dbos_status = 'PENDING' AND control = 'pause' THEN 'pausing'
  WHEN dbos_status = 'PENDING' AND control = 'cancel' THEN 'cancelling'
  WHEN dbos_status = 'PENDING' THEN 'running'
  ELSE 'queued'
END;

-- What happened to a run (DBOS's word), joined with how far it is (ours) and when its worker was last heard from.
-- `dbos_status` and `dbos_completed_at` are the raw columns, so that a filter on them can use DBOS's indexes.
CREATE VIEW telltale.run AS
SELECT p.run, p.run_id, p.pipeline, p.subject, p.number, p.version, p.title, p.steps, p.retry_of,
       telltale.words(p.pipeline, p.subject, p.title) AS words,
       telltale.run_status(w.status, p.control) AS status,
       CASE
         WHEN w.completed_at IS NOT NULL THEN to_timestamp(w.completed_at / 1000.0)
         WHEN w.status = 'PENDING' AND p.control_at IS NOT NULL THEN p.control_at
         WHEN w.status = 'PENDING' THEN to_timestamp(coalesce(w.started_at_epoch_ms, w.updated_at) / 1000.0)
         ELSE to_timestamp(w.updated_at / 1000.0)
       END AS status_since,
       w.status AS dbos_status, w.completed_at AS dbos_completed_at,
       w.queue_name AS queue, w.priority, w.recovery_attempts::integer AS tries,
       p.created_at,
       to_timestamp(w.started_at_epoch_ms / 1000.0) AS started_at,
       CASE WHEN w.status IN ('SUCCESS', 'ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED', 'CANCELLED')
            THEN to_timestamp(coalesce(w.completed_at, w.updated_at) / 1000.0) END AS ended_at,
       p.first_seq, p.last_seq, k.held_by AS worker_id, k.heartbeat_at AS alive_at, p.advanced_at,
       p.step, p.step_number, p.step_attempt, p.step_started_at, p.stuck_after_ms, p.retry_at,
       p.total, p.estimated, p.done, p.failed, p.skipped, p.unit, p.size, p.size_unit, p.current, p.up_next,
       p.control, p.control_at, p.control_by, p.control_reason, p.looping, p.failure,
       p.question, p.answers, w.owner_xid AS owner, w.executor_id
  FROM telltale.progress p
  JOIN dbos.workflow_status w ON w.workflow_uuid = p.run_id
  -- The trace names a worker a moment after DBOS has given the run to it.
 CROSS JOIN LATERAL (
    SELECT held.by AS held_by, k.heartbeat_at
      FROM (VALUES (CASE WHEN w.status = 'PENDING' THEN coalesce(w.executor_id, p.worker_id) ELSE p.worker_id END)) held (by)
      LEFT JOIN telltale.worker k ON k.worker_id = held.by
  ) k;
