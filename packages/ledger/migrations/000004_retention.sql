-- Removes what is left of a run that nothing else of the ledger points at any more, here and in DBOS. DBOS's own rows of a
-- workflow follow its status row, but for its payloads, which have no foreign key. Who follows the run is told: a seq of 0.
CREATE FUNCTION telltale.forget_run(p_run_id text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM telltale.progress WHERE run_id = p_run_id;
  DELETE FROM dbos.workflow_input WHERE workflow_uuid = p_run_id;
  DELETE FROM dbos.workflow_output WHERE workflow_uuid = p_run_id;
  DELETE FROM dbos.operation_outputs WHERE workflow_uuid = p_run_id;
  DELETE FROM dbos.workflow_status WHERE workflow_uuid = p_run_id;
  PERFORM pg_notify('telltale', p_run_id || ' 0');
END
$$;

-- Removes up to p_rows rows of a run that ended before p_before; the call that finds fewer forgets the run, too. Called
-- again and again, each call a short transaction of its own, it survives a kill between any two.
--
-- The first call takes the run's whole history out of sight (first_seq), so that a reader is told of a reset and never
-- finds a hole. DBOS's row is locked as record() locks it: a resume, a late event and another pruner wait or are waited
-- for. A run that is locked now, was resumed or is gone gives no row. The rows are found by their place on disk, which
-- nobody can move meanwhile. A crash that undoes the last calls only means that they are repeated, so none of them waits
-- for the disk.
CREATE FUNCTION telltale.prune_run(p_run_id text, p_before timestamptz, p_rows integer)
RETURNS TABLE (events integer, items integer, actions integer, artifacts integer, steps integer, gone boolean)
LANGUAGE plpgsql AS $$
DECLARE
  v_run bigint;
  v_left integer := p_rows;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);

  PERFORM FROM dbos.workflow_status w
    WHERE w.workflow_uuid = p_run_id AND w.completed_at < extract(epoch FROM p_before) * 1000 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM FROM telltale.run r WHERE r.run_id = p_run_id AND r.status IN ('succeeded', 'failed', 'cancelled');
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE telltale.progress p SET first_seq = p.last_seq + 1 WHERE p.run_id = p_run_id RETURNING p.run INTO v_run;

  DELETE FROM telltale.event
    WHERE ctid = ANY (ARRAY(SELECT e.ctid FROM telltale.event e WHERE e.run = v_run LIMIT v_left));
  GET DIAGNOSTICS events = ROW_COUNT;
  v_left := v_left - events;

  DELETE FROM telltale.item
    WHERE ctid = ANY (ARRAY(SELECT i.ctid FROM telltale.item i WHERE i.run = v_run LIMIT v_left));
  GET DIAGNOSTICS items = ROW_COUNT;
  v_left := v_left - items;

  DELETE FROM telltale.action
    WHERE ctid = ANY (ARRAY(SELECT a.ctid FROM telltale.action a WHERE a.run = v_run LIMIT v_left));
  GET DIAGNOSTICS actions = ROW_COUNT;
  v_left := v_left - actions;

  DELETE FROM telltale.artifact
    WHERE ctid = ANY (ARRAY(SELECT a.ctid FROM telltale.artifact a WHERE a.run = v_run LIMIT v_left));
  GET DIAGNOSTICS artifacts = ROW_COUNT;
  v_left := v_left - artifacts;

  DELETE FROM telltale.step_run
    WHERE ctid = ANY (ARRAY(SELECT s.ctid FROM telltale.step_run s WHERE s.run = v_run LIMIT v_left));
  GET DIAGNOSTICS steps = ROW_COUNT;
  v_left := v_left - steps;

  gone := v_left > 0;
  IF gone THEN
    PERFORM telltale.forget_run(p_run_id);
  END IF;
  RETURN NEXT;
END
$$;
