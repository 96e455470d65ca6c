-- Changes of a run that touch DBOS's row and the trace together. All of them are called inside a transaction of the caller,
-- so that a crash leaves both as they were. The order of locks is that of record(): DBOS's row, then ours.

-- Locks a run and says what there is to know before it is changed; NULL if there is no such run. PL/pgSQL, because each
-- statement then sees what was committed while the one before waited.
CREATE FUNCTION telltale.lock_run(p_run_id text, p_orphaned_after_ms double precision) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  v_run jsonb;
BEGIN
  PERFORM FROM dbos.workflow_status w WHERE w.workflow_uuid = p_run_id FOR NO KEY UPDATE;
  PERFORM FROM telltale.progress p WHERE p.run_id = p_run_id FOR NO KEY UPDATE;
  SELECT jsonb_build_object(
           'runId', r.run_id, 'pipeline', r.pipeline, 'subject', r.subject, 'number', r.number, 'version', r.version,
           'steps', r.steps, 'title', r.title, 'state', r.status,
           'control', CASE WHEN r.control IS NOT NULL THEN
             jsonb_build_object('control', r.control, 'by', r.control_by, 'reason', r.control_reason) END,
           'owner', r.owner, 'workerId', CASE WHEN r.dbos_status = 'PENDING' THEN r.executor_id END,
           'workerIsAlive', r.dbos_status = 'PENDING' AND telltale.is_alive(k, p_orphaned_after_ms),
           'tries', r.tries, 'queue', r.queue, 'priority', r.priority,
           'step', CASE WHEN r.step IS NOT NULL THEN jsonb_build_object('name', r.step, 'attempt', r.step_attempt) END,
           'advancedAt', r.advanced_at, 'question', r.question
         ) INTO v_run
    FROM telltale.run r LEFT JOIN telltale.worker k ON k.worker_id = r.executor_id
   WHERE r.run_id = p_run_id;
  RETURN v_run;
END
$$;

-- Whether a worker can be counted on: known, not stopped, and heard from lately. By the clock that wrote its heartbeat, and
-- not by the start of a transaction, which may have waited for a lock since.
CREATE FUNCTION telltale.is_alive(worker telltale.worker, p_orphaned_after_ms double precision) RETURNS boolean
LANGUAGE sql VOLATILE
RETURN coalesce(
  (worker).stopped_at IS NULL
    AND (worker).heartbeat_at > clock_timestamp() - make_interval(secs => p_orphaned_after_ms / 1000),
  false
);

-- Whether a run has done anything that lasts since a worker took it last: an item ended, DBOS recorded a step, or an action
-- keeps something for a later attempt of its step. Walks back through the trace to the first event that tells. What DBOS
-- recorded for an earlier worker has no event of this one, and one that DBOS never recorded runs again.
CREATE FUNCTION telltale.has_advanced(p_run_id text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_run bigint;
  e record;
BEGIN
  SELECT p.run INTO v_run FROM telltale.progress p WHERE p.run_id = p_run_id;
  FOR e IN
    SELECT t.seq, t.type, t.step FROM telltale.event t
     WHERE t.run = v_run AND t.type IN (
       'item.succeeded', 'item.failed', 'item.skipped', 'step.succeeded', 'step.skipped',
       'run.started', 'run.recovered', 'run.stuck', 'run.paused'
     ) ORDER BY t.seq DESC
  LOOP
    IF e.type LIKE 'item.%' THEN
      RETURN true;
    ELSIF e.type LIKE 'step.%' THEN
      IF EXISTS (SELECT FROM dbos.operation_outputs op WHERE op.workflow_uuid = p_run_id AND op.function_name = e.step) THEN
        RETURN true;
      END IF;
    ELSE
      RETURN EXISTS (SELECT FROM telltale.action a WHERE a.run = v_run AND a.seq > e.seq AND a.kept IS NOT NULL);
    END IF;
  END LOOP;
  RETURN false;
END
$$;

-- Leaves DBOS's row as its own cancel leaves it. False: the run has ended.
CREATE FUNCTION telltale.cancel_run(p_run_id text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE dbos.workflow_status w
     SET status = 'CANCELLED', owner_xid = NULL, queue_name = NULL, deduplication_id = NULL, started_at_epoch_ms = NULL,
         updated_at = extract(epoch FROM clock_timestamp()) * 1000, completed_at = extract(epoch FROM clock_timestamp()) * 1000
   WHERE w.workflow_uuid = p_run_id AND w.status NOT IN ('SUCCESS', 'ERROR');
  RETURN FOUND;
END
$$;

-- Puts a run into a queue, whoever had it. With p_reset_tries as DBOS's resume does; else as its recovery does, which counts
-- the try that was cut short, unless p_refund_try says that it was handed back in good order. False: the run has ended.
CREATE FUNCTION telltale.enqueue_run(
  p_run_id text, p_queue text, p_reset_tries boolean, p_refund_try boolean, p_version text
) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE dbos.workflow_status w
     SET status = 'ENQUEUED', owner_xid = NULL, queue_name = p_queue, started_at_epoch_ms = NULL, completed_at = NULL,
         recovery_attempts = CASE WHEN p_reset_tries THEN 0
                                  WHEN p_refund_try THEN greatest(w.recovery_attempts - 1, 0)
                                  ELSE w.recovery_attempts END,
         workflow_deadline_epoch_ms = CASE WHEN NOT p_reset_tries THEN w.workflow_deadline_epoch_ms END,
         deduplication_id = CASE WHEN NOT p_reset_tries THEN w.deduplication_id END,
         application_version = coalesce(p_version, w.application_version),
         updated_at = extract(epoch FROM clock_timestamp()) * 1000
   WHERE w.workflow_uuid = p_run_id AND w.status NOT IN ('SUCCESS', 'ERROR');
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM pg_notify('telltale_queue', p_queue);
  RETURN true;
END
$$;

-- What DBOS recorded of a run, in the order in which its body came to it: steps, and whatever else it keeps by name.
CREATE FUNCTION telltale.recorded_steps(p_run_id text) RETURNS TABLE (name text, failed boolean)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
    SELECT op.function_name, op.error IS NOT NULL FROM dbos.operation_outputs op
     WHERE op.workflow_uuid = p_run_id ORDER BY op.function_id;
END
$$;

-- Gives a new run what an earlier one did before p_step, so that it goes on there. DBOS's fork does the same for what DBOS
-- recorded, but in a transaction of its own. All is copied from before the first record of p_step; where there is none, the
-- step never ended, and nothing after it was recorded.
--
-- Of p_step itself come, with p_items, the items that are done, and their artifacts: the others are made anew. Both runs
-- then name the same files. p_items = false also forgets what people answered.
--
-- The source's row is locked as an update locks it, not FOR SHARE: it is updated, and two sharers would wait for each other.
CREATE FUNCTION telltale.carry_over(p_from text, p_to text, p_step text, p_items boolean)
RETURNS TABLE (outcome text, steps integer, items integer)
LANGUAGE plpgsql AS $$
DECLARE
  v_from telltale.progress;
  v_to bigint;
  v_end integer;
  v_names text[];
BEGIN
  steps := 0;
  items := 0;
  PERFORM FROM dbos.workflow_status w WHERE w.workflow_uuid = p_from FOR NO KEY UPDATE;
  SELECT * INTO v_from FROM telltale.progress p WHERE p.run_id = p_from;
  SELECT p.run INTO v_to FROM telltale.progress p JOIN dbos.workflow_status w ON w.workflow_uuid = p.run_id WHERE p.run_id = p_to;
  outcome := CASE WHEN v_from.run IS NULL THEN 'no source' WHEN v_to IS NULL THEN 'no target'
                  WHEN v_from.first_seq > 1 THEN 'pruned' ELSE 'carried' END;
  IF outcome <> 'carried' THEN
    RETURN NEXT;
    RETURN;
  END IF;

  UPDATE dbos.workflow_status w SET forked_from = p_from WHERE w.workflow_uuid = p_to;
  UPDATE dbos.workflow_status w SET was_forked_from = true WHERE w.workflow_uuid = p_from;

  SELECT min(op.function_id) INTO v_end FROM dbos.operation_outputs op
   WHERE op.workflow_uuid = p_from AND op.function_name = p_step;
  WITH copied AS (
    INSERT INTO dbos.operation_outputs (
      workflow_uuid, function_id, function_name, output, error, serialization, child_workflow_id, started_at_epoch_ms,
      completed_at_epoch_ms, application_name, retention_timestamp
    )
    SELECT p_to, op.function_id, op.function_name, op.output, op.error, op.serialization, op.child_workflow_id,
           op.started_at_epoch_ms, op.completed_at_epoch_ms, w.application_name,
           extract(epoch FROM now()) * 1000
      FROM dbos.operation_outputs op JOIN dbos.workflow_status w ON w.workflow_uuid = p_to
     WHERE op.workflow_uuid = p_from AND (v_end IS NULL OR op.function_id < v_end)
    RETURNING function_name
  )
  SELECT count(*), coalesce(array_agg(c.function_name), '{}') INTO steps, v_names FROM copied c;

  IF p_items THEN
    INSERT INTO telltale.item (run, step, key, outcome, result, attempts)
    SELECT v_to, i.step, i.key, i.outcome, i.result, i.attempts FROM telltale.item i
     WHERE i.run = v_from.run AND i.step = p_step AND i.outcome <> 'failed';
    GET DIAGNOSTICS items = ROW_COUNT;
    UPDATE telltale.progress p SET answers = v_from.answers WHERE p.run = v_to;
  END IF;

  INSERT INTO telltale.artifact (run, artifact_id, step, item, kind, name, location, content_type, bytes, sha256, stored_at)
  SELECT v_to, a.artifact_id, a.step, a.item, a.kind, a.name, a.location, a.content_type, a.bytes, a.sha256, a.stored_at
    FROM telltale.artifact a
   WHERE a.run = v_from.run AND (
     a.step = ANY (v_names)
     OR EXISTS (SELECT FROM telltale.item i WHERE i.run = v_to AND i.step = a.step AND i.key = a.item)
   );
  RETURN NEXT;
END
$$;
