-- Files that artifacts named and that none names any more, until somebody has removed them. `since`: when that began, or when
-- removing the file failed last, so that those that fail do not stand in the way of the others.
CREATE TABLE telltale.artifact_garbage (
  location telltale.location PRIMARY KEY,
  since timestamptz NOT NULL DEFAULT now()
);

-- Who else names a file? A hash index, which is small and costs an artifact little.
CREATE INDEX artifact_by_location ON telltale.artifact USING hash (location);

-- Locks a piece of garbage until the transaction ends, for its file to be removed meanwhile. False: somebody else is at it
-- or was, or an artifact names the file again and it is garbage no longer. An open transaction may wait for the file longer
-- than the server lets others idle, and losing its last words only means that a file is removed twice.
CREATE FUNCTION telltale.claim_garbage(p_location text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true), set_config('idle_in_transaction_session_timeout', '0', true);
  PERFORM FROM telltale.artifact_garbage g WHERE g.location = p_location FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  -- A statement of its own, which sees what was committed before the lock was there. What comes later waits for it.
  DELETE FROM telltale.artifact_garbage g
    WHERE g.location = p_location AND EXISTS (SELECT FROM telltale.artifact a WHERE a.location = p_location);
  RETURN NOT FOUND;
END
$$;

-- The last number of a subject whose newest run was removed: a run's id is never given again, to whatever somebody has noted
-- it for, and to a file that is still to be removed.
CREATE TABLE telltale.last_number (
  pipeline telltale.name NOT NULL,
  subject telltale.subject NOT NULL,
  number telltale.ordinal NOT NULL,
  PRIMARY KEY (pipeline, subject)
);

-- Removes what is left of a run that nothing else of the ledger points at any more, here and in DBOS. DBOS's own rows of a
-- workflow follow its status row, but for its payloads, which have no foreign key. Who follows the run is told: a seq of 0.
CREATE FUNCTION telltale.forget_run(p_run_id text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO telltale.last_number AS l (pipeline, subject, number)
  SELECT p.pipeline, p.subject, p.number FROM telltale.progress p
   WHERE p.run_id = p_run_id AND NOT EXISTS (
     SELECT FROM telltale.progress q WHERE q.pipeline = p.pipeline AND q.subject = p.subject AND q.number > p.number
   )
  ON CONFLICT (pipeline, subject) DO UPDATE SET number = greatest(l.number, excluded.number);
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
--
-- Files of which the last artifact goes become garbage in the same transaction.
CREATE FUNCTION telltale.prune_run(p_run_id text, p_before timestamptz, p_rows integer)
RETURNS TABLE (events integer, items integer, actions integer, artifacts integer, steps integer, gone boolean)
LANGUAGE plpgsql AS $$
DECLARE
  v_run bigint;
  v_left integer := p_rows;
  v_locations text[];
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

  artifacts := 0;
  IF v_left > 0 AND EXISTS (SELECT FROM telltale.artifact a WHERE a.run = v_run) THEN
    -- One at a time: of two that remove the last two artifacts of a file, each would see the other's still there.
    PERFORM pg_advisory_xact_lock(hashtextextended('telltale.artifact_garbage', 0));
    WITH removed AS (
      DELETE FROM telltale.artifact
        WHERE ctid = ANY (ARRAY(SELECT a.ctid FROM telltale.artifact a WHERE a.run = v_run LIMIT v_left))
      RETURNING location
    )
    SELECT count(*), array_agg(DISTINCT r.location) INTO artifacts, v_locations FROM removed r;
    -- DO UPDATE, not DO NOTHING: it waits for somebody who is about to remove that row.
    INSERT INTO telltale.artifact_garbage (location)
    SELECT l.location FROM unnest(v_locations) AS l (location)
     WHERE NOT EXISTS (SELECT FROM telltale.artifact a WHERE a.location = l.location)
     ORDER BY l.location
    ON CONFLICT (location) DO UPDATE SET since = excluded.since;
    v_left := v_left - artifacts;
  END IF;

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
