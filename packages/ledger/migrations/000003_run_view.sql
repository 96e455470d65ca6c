-- What happened to a run (DBOS's word), joined with how far it is (ours) and when its worker was last heard from.
-- `dbos_status` is the raw column, so that a filter on it can use DBOS's indexes.
CREATE VIEW telltale.run AS
SELECT p.run, p.run_id, p.pipeline, p.subject, p.number, p.version, p.title, p.steps, p.retry_of,
       telltale.words(p.pipeline, p.subject, p.title) AS words,
       CASE
         WHEN w.status = 'SUCCESS' THEN 'succeeded'
         WHEN w.status IN ('ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED') THEN 'failed'
         WHEN w.status = 'CANCELLED' AND p.control = 'pause' THEN 'paused'
         WHEN w.status = 'CANCELLED' THEN 'cancelled'
         WHEN w.status = 'PENDING' AND p.control = 'pause' THEN 'pausing'
         WHEN w.status = 'PENDING' AND p.control = 'cancel' THEN 'cancelling'
         WHEN w.status = 'PENDING' THEN 'running'
         ELSE 'queued'
       END AS status,
       w.status AS dbos_status, w.queue_name AS queue, w.priority, w.recovery_attempts::integer AS tries,
       p.created_at,
       to_timestamp(w.started_at_epoch_ms / 1000.0) AS started_at,
       CASE WHEN w.status IN ('SUCCESS', 'ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED', 'CANCELLED')
            THEN to_timestamp(coalesce(w.completed_at, w.updated_at) / 1000.0) END AS ended_at,
       p.first_seq, p.last_seq, p.worker_id, k.heartbeat_at AS alive_at, p.advanced_at,
       p.step, p.step_number, p.step_attempt, p.step_started_at, p.stuck_after_ms,
       p.total, p.done, p.failed, p.skipped, p.unit, p.size, p.size_unit, p.current, p.up_next,
       p.control, p.control_at, p.control_by, p.control_reason, p.looping, p.failure
  FROM telltale.progress p
  JOIN dbos.workflow_status w ON w.workflow_uuid = p.run_id
  LEFT JOIN telltale.worker k ON k.worker_id = p.worker_id;
