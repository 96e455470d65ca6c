-- Writes one flush: events of any number of runs, and every row that follows from them, in one call and one transaction.
--
-- p_* describe runs, one element a run; e_* describe events, one element an event, `e_run` and `e_place` saying which
-- run it is of (its place in p_*) and which of that run's events it is, both from 1.
--
--   e_kept      JSON that a row keeps whole: an item's result, what an action leaves to a later attempt of its step.
--   e_attempts  of an event that ends an item: its tries. No other event has a row of `item`.
--   p_owners    DBOS's owner token that the writer holds, or NULL for a writer that needs none (server, watchdog).
--   p_advanced  time of the newest event that is progress, or NULL.
--   p_progress  counts and lists of the step under way, all of them, or NULL to leave them as they are.
--   p_mark      a number of this flush alone; p_retry says that it may have been committed before.
--   p_after     with p_retry: the last seq of each run that the writer knows of.
--   p_rows      which rows the events make beside themselves, so that a flush without them does not look for them:
--               1 item, 2 action, 4 step_run, 8 artifact, 16 the run's own columns.
--
-- Numbering: the rows of `progress` are locked in one order, so `seq` is gapless and in commit order for each run,
-- whoever writes, and two flushes cannot deadlock. Fence: the share lock on DBOS's row makes a change of owner wait for
-- this commit, or this flush see the new owner. PL/pgSQL, because each statement then sees what was committed while it
-- waited for those locks, and because a statement that has nothing to do is not run.
--
-- Returns, by place, the seq of each run's last event; NULL for a run that was not written, because it belongs to another
-- worker now or does not exist.
CREATE FUNCTION telltale.record(
  p_run_ids text[], p_owners text[], p_counts integer[], p_advanced timestamptz[], p_progress jsonb[],
  e_run integer[], e_place integer[], e_at timestamptz[], e_type text[], e_step text[], e_item text[],
  e_action text[], e_data jsonb[], e_kept jsonb[], e_attempts integer[],
  p_rows integer, p_mark bigint, p_retry boolean, p_after integer[]
) RETURNS integer[]
LANGUAGE plpgsql AS $$
DECLARE
  v_run bigint[] := '{}';   -- by place; 0 where the run may not be written
  v_base integer[] := '{}'; -- by place; the last seq before this flush
  v_seq integer[];          -- by place; the last seq after it
  v_this_run bigint;
  v_this_seq integer;
  v_items integer;
  v_told boolean;
  v_found boolean;         -- whether this flush was committed before
BEGIN
  IF p_retry THEN
    -- DBOS's rows before ours, as below, or this flush and somebody who changes a run would wait for each other.
    PERFORM FROM dbos.workflow_status w WHERE w.workflow_uuid = ANY (p_run_ids) ORDER BY w.workflow_uuid FOR SHARE;
    PERFORM FROM telltale.progress p WHERE p.run_id = ANY (p_run_ids) ORDER BY p.run_id FOR NO KEY UPDATE;
    -- One that had only progress to tell left no event to be found: whoever owns it now, owned it then.
    SELECT array_agg(CASE WHEN asked.events > 0 THEN e.seq + asked.events - 1
                          WHEN asked.owner IS NULL OR asked.owner = w.owner_xid THEN p.last_seq END ORDER BY asked.place),
           count(e.seq) > 0
      INTO v_seq, v_found
      FROM unnest(p_run_ids, p_owners, p_counts, p_after) WITH ORDINALITY AS asked (run_id, owner, events, after, place)
      LEFT JOIN telltale.progress p ON p.run_id = asked.run_id
      LEFT JOIN dbos.workflow_status w ON w.workflow_uuid = asked.run_id
      LEFT JOIN telltale.event e ON e.run = p.run AND e.seq > asked.after AND e.flush = p_mark;
    IF v_found THEN
      RETURN v_seq;
    END IF;
  END IF;

  FOR place IN 1 .. cardinality(p_run_ids) LOOP
    v_run[place] := 0;
    v_seq[place] := NULL;
    IF p_owners[place] IS NOT NULL THEN
      PERFORM FROM dbos.workflow_status w
        WHERE w.workflow_uuid = p_run_ids[place] AND w.owner_xid = p_owners[place] FOR SHARE;
      CONTINUE WHEN NOT FOUND;
    END IF;
    IF p_progress[place] IS NULL THEN
      UPDATE telltale.progress p
         SET last_seq = p.last_seq + p_counts[place], advanced_at = greatest(p.advanced_at, p_advanced[place])
       WHERE p.run_id = p_run_ids[place] RETURNING p.run, p.last_seq INTO v_this_run, v_this_seq;
    ELSE
      UPDATE telltale.progress p
         SET last_seq = p.last_seq + p_counts[place], advanced_at = greatest(p.advanced_at, p_advanced[place]),
             total = (p_progress[place]->>'total')::integer,
             estimated = coalesce((p_progress[place]->>'estimated')::boolean, false), done = (p_progress[place]->>'done')::integer,
             failed = (p_progress[place]->>'failed')::integer, skipped = (p_progress[place]->>'skipped')::integer,
             unit = p_progress[place]->>'unit',
             current = p_progress[place]->'current', up_next = p_progress[place]->'upNext'
       WHERE p.run_id = p_run_ids[place] RETURNING p.run, p.last_seq INTO v_this_run, v_this_seq;
    END IF;
    CONTINUE WHEN NOT FOUND;
    v_run[place] := v_this_run;
    v_base[place] := v_this_seq - p_counts[place];
    v_seq[place] := v_this_seq;
    IF p_counts[place] > 0 THEN
      -- An assignment, because PL/pgSQL evaluates that without running a query.
      v_told := pg_notify('telltale', p_run_ids[place] || ' ' || v_this_seq) IS NOT NULL;
    END IF;
  END LOOP;

  INSERT INTO telltale.event (run, at, seq, type, step, item, action_id, flush, data)
  SELECT v_run[e.run], e.at, v_base[e.run] + e.place, e.type, e.step, e.item, e.action_id,
         CASE WHEN e.place = 1 THEN p_mark END, e.data
    FROM unnest(e_run, e_place, e_at, e_type, e_step, e_item, e_action, e_data)
      AS e (run, place, at, type, step, item, action_id, data)
   WHERE v_run[e.run] <> 0;

  IF p_rows & 1 <> 0 THEN
    -- Not ON CONFLICT: its speculative insertion costs each row a WAL record of 48 bytes. Nobody else writes items of
    -- these runs while their progress rows are locked. A key that stands in the flush twice fails it, and the recorder
    -- then sends it in parts.
    INSERT INTO telltale.item (run, step, key, outcome, result, attempts)
    SELECT v_run[e.run], e.step, e.item, substr(e.type, 6), e.kept, e.attempts
      FROM unnest(e_run, e_type, e_step, e_item, e_kept, e_attempts) AS e (run, type, step, item, kept, attempts)
     WHERE e.attempts IS NOT NULL AND v_run[e.run] <> 0 AND NOT EXISTS (
       SELECT FROM telltale.item i WHERE i.run = v_run[e.run] AND i.step = e.step AND i.key = e.item
     );
    GET DIAGNOSTICS v_items = ROW_COUNT;
    IF v_items < cardinality(array_remove(e_attempts, NULL)) THEN
      UPDATE telltale.item i SET outcome = substr(e.type, 6), result = e.kept, attempts = e.attempts
        FROM unnest(e_run, e_type, e_step, e_item, e_kept, e_attempts) AS e (run, type, step, item, kept, attempts)
       WHERE e.attempts IS NOT NULL AND i.run = v_run[e.run] AND i.step = e.step AND i.key = e.item;
    END IF;
  END IF;

  IF p_rows & 2 <> 0 THEN
    PERFORM telltale.record_actions(v_run, v_base, e_run, e_place, e_at, e_type, e_step, e_item, e_action, e_data, e_kept);
  END IF;
  IF p_rows & 4 <> 0 THEN
    PERFORM telltale.record_steps(v_run, e_run, e_at, e_type, e_step, e_data);
  END IF;
  IF p_rows & 8 <> 0 THEN
    PERFORM telltale.record_artifacts(v_run, e_run, e_at, e_type, e_step, e_item, e_data);
  END IF;
  IF p_rows & 16 <> 0 THEN
    PERFORM telltale.record_run_columns(v_run, e_run, e_at, e_type, e_step, e_item, e_data);
  END IF;
  RETURN v_seq;
END
$$;

-- The action's row follows its events: written when it starts, closed in place when it ends. An end without a start (the
-- start was pruned, or came from an older version) makes the row whole.
CREATE FUNCTION telltale.record_actions(
  v_run bigint[], v_base integer[], e_run integer[], e_place integer[], e_at timestamptz[], e_type text[], e_step text[],
  e_item text[], e_action text[], e_data jsonb[], e_kept jsonb[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO telltale.action AS a (
    run, seq, action_id, parent_id, step, item, tool, input, outcome, started_at, timeout_ms
  )
  SELECT v_run[e.run], v_base[e.run] + e.place, e.action_id, e.data->>'parentId', e.step, e.item, e.data->>'tool',
         e.data->'input', 'running', e.at, (e.data->>'timeoutMs')::double precision
    FROM unnest(e_run, e_place, e_at, e_type, e_step, e_item, e_action, e_data)
      AS e (run, place, at, type, step, item, action_id, data)
   WHERE e.type = 'action.started' AND v_run[e.run] <> 0
  ON CONFLICT (run, action_id) DO NOTHING;

  INSERT INTO telltale.action AS a (
    run, seq, action_id, step, item, tool, output, error, kept, outcome, started_at, finished_at, input_tokens,
    output_tokens, cost_usd
  )
  SELECT v_run[e.run], v_base[e.run] + e.place, e.action_id, e.step, e.item, e.data->>'tool', e.data->'output',
         e.data->'error', e.kept, e.data->>'outcome',
         e.at - make_interval(secs => (e.data->>'durationMs')::double precision / 1000), e.at,
         (e.data->'tokens'->>'input')::integer, (e.data->'tokens'->>'output')::integer,
         (e.data->>'costUsd')::double precision
    FROM unnest(e_run, e_place, e_at, e_type, e_step, e_item, e_action, e_data, e_kept)
      AS e (run, place, at, type, step, item, action_id, data, kept)
   WHERE e.type = 'action.finished' AND v_run[e.run] <> 0
  ON CONFLICT (run, action_id) DO UPDATE
     SET output = excluded.output, error = excluded.error, kept = excluded.kept, outcome = excluded.outcome,
         finished_at = greatest(excluded.finished_at, a.started_at),
         input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, cost_usd = excluded.cost_usd
   WHERE a.outcome = 'running';
END
$$;

-- A step's rows: one per attempt. In a loop, because one flush can hold the end of an attempt and the start of the next.
CREATE FUNCTION telltale.record_steps(
  v_run bigint[], e_run integer[], e_at timestamptz[], e_type text[], e_step text[], e_data jsonb[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  e record;
BEGIN
  FOR e IN
    SELECT v_run[t.run] AS run, t.at, t.type, t.step, t.data, t.data->'counts' AS counts
      FROM unnest(e_run, e_at, e_type, e_step, e_data) WITH ORDINALITY AS t (run, at, type, step, data, place)
     WHERE t.type LIKE 'step.%' AND v_run[t.run] <> 0 ORDER BY t.place
  LOOP
    IF e.type IN ('step.retrying', 'step.started') THEN
      -- What is to be tried again has failed. What is open when another attempt starts was stopped by the end of its
      -- worker, who could not say so any more.
      UPDATE telltale.step_run s
         SET outcome = CASE e.type WHEN 'step.retrying' THEN 'failed' ELSE 'stopped' END,
             finished_at = greatest(e.at, s.started_at),
             duration_ms = extract(epoch FROM greatest(e.at, s.started_at) - s.started_at) * 1000
       WHERE s.run = e.run AND s.step = e.step AND s.outcome IS NULL
         AND (e.type = 'step.retrying' OR s.attempt <> (e.data->>'attempt')::integer);
    END IF;
    IF e.type = 'step.started' THEN
      INSERT INTO telltale.step_run (run, step, attempt, number, pipeline, started_at)
      SELECT e.run, e.step, (e.data->>'attempt')::integer, (e.data->>'number')::integer, p.pipeline, e.at
        FROM telltale.progress p WHERE p.run = e.run
      ON CONFLICT (run, step, attempt) DO NOTHING;
    ELSIF e.type = 'step.skipped' THEN
      INSERT INTO telltale.step_run (run, step, attempt, number, pipeline, started_at, finished_at, duration_ms, outcome)
      SELECT e.run, e.step, 1, coalesce(array_position(p.steps, e.step), 1), p.pipeline, e.at, e.at, 0, 'skipped'
        FROM telltale.progress p WHERE p.run = e.run
      ON CONFLICT (run, step, attempt) DO NOTHING;
    ELSIF e.type = 'step.planned' THEN
      UPDATE telltale.step_run s SET kept = s.kept + (e.data->>'kept')::integer
       WHERE s.run = e.run AND s.step = e.step AND s.outcome IS NULL AND (e.data->>'kept')::integer > 0;
    ELSIF e.type = 'step.sized' THEN
      UPDATE telltale.step_run s SET size = (e.data->>'size')::double precision, size_unit = e.data->>'unit'
       WHERE s.run = e.run AND s.step = e.step AND s.outcome IS NULL;
    ELSIF e.type IN ('step.succeeded', 'step.failed', 'step.stopped') THEN
      UPDATE telltale.step_run s
         SET outcome = substr(e.type, 6), finished_at = greatest(e.at, s.started_at),
             duration_ms = (e.data->>'durationMs')::double precision, total = (e.counts->>'total')::integer,
             done = coalesce((e.counts->>'done')::integer, 0), failed = coalesce((e.counts->>'failed')::integer, 0),
             skipped = coalesce((e.counts->>'skipped')::integer, 0)
       WHERE s.run = e.run AND s.step = e.step AND s.outcome IS NULL;
    END IF;
  END LOOP;
END
$$;

CREATE FUNCTION telltale.record_artifacts(
  v_run bigint[], e_run integer[], e_at timestamptz[], e_type text[], e_step text[], e_item text[], e_data jsonb[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO telltale.artifact (run, artifact_id, step, item, kind, name, location, content_type, bytes, sha256, stored_at)
  SELECT v_run[e.run], e.data->>'artifactId', e.step, e.item, e.data->>'kind', e.data->>'name', e.data->>'location',
         e.data->>'contentType', (e.data->>'bytes')::bigint, e.data->>'sha256', e.at
    FROM unnest(e_run, e_at, e_type, e_step, e_item, e_data) AS e (run, at, type, step, item, data)
   WHERE e.type = 'artifact.stored' AND v_run[e.run] <> 0
  ON CONFLICT (run, artifact_id) DO NOTHING;
END
$$;

-- The run's own columns. Counts and lists are not among them: the writer says those in p_progress, also when a step
-- starts.
CREATE FUNCTION telltale.record_run_columns(
  v_run bigint[], e_run integer[], e_at timestamptz[], e_type text[], e_step text[], e_item text[], e_data jsonb[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  e record;
  v_run_id text;
BEGIN
  FOR e IN
    SELECT v_run[t.run] AS run, t.at, t.type, t.step, coalesce(t.item, '') AS item, t.data
      FROM unnest(e_run, e_at, e_type, e_step, e_item, e_data) WITH ORDINALITY AS t (run, at, type, step, item, data, place)
     WHERE v_run[t.run] <> 0 ORDER BY t.place
  LOOP
    CASE e.type
      WHEN 'step.started' THEN
        UPDATE telltale.progress p
           SET step = e.step, step_number = (e.data->>'number')::integer, step_attempt = (e.data->>'attempt')::integer,
               step_started_at = e.at, stuck_after_ms = (e.data->>'stuckAfterMs')::double precision,
               retry_at = NULL, size = NULL, size_unit = NULL, looping = NULL
         WHERE p.run = e.run;
      WHEN 'step.sized' THEN
        UPDATE telltale.progress p SET size = (e.data->>'size')::double precision, size_unit = e.data->>'unit'
         WHERE p.run = e.run AND p.step = e.step;
      WHEN 'step.retrying' THEN
        UPDATE telltale.progress p
           SET retry_at = e.at + make_interval(secs => (e.data->>'delayMs')::double precision / 1000)
         WHERE p.run = e.run;
      WHEN 'run.started' THEN
        UPDATE telltale.progress p SET worker_id = e.data->>'workerId' WHERE p.run = e.run;
      WHEN 'run.titled' THEN
        UPDATE telltale.progress p SET title = e.data->>'title' WHERE p.run = e.run;
      WHEN 'run.recovered' THEN
        UPDATE telltale.progress p SET worker_id = e.data->>'toWorker' WHERE p.run = e.run;
      WHEN 'run.pausing', 'run.cancelling' THEN
        UPDATE telltale.progress p
           SET control = CASE e.type WHEN 'run.pausing' THEN 'pause' ELSE 'cancel' END, control_at = e.at,
               control_by = e.data->>'by', control_reason = e.data->>'reason'
         WHERE p.run = e.run RETURNING p.run_id INTO v_run_id;
        PERFORM pg_notify('telltale_control', v_run_id);
      WHEN 'run.paused', 'run.cancelled' THEN
        -- Also a run that nobody had asked to: one that pauses itself to wait for a person, or is cancelled while paused.
        UPDATE telltale.progress p
           SET control = CASE e.type WHEN 'run.paused' THEN 'pause' ELSE 'cancel' END, control_at = e.at,
               control_by = coalesce(e.data->>'by', p.control_by), control_reason = coalesce(e.data->>'reason', p.control_reason),
               question = CASE WHEN e.type = 'run.paused' AND e.data ? 'question' THEN jsonb_build_object(
                 'step', e.step, 'key', e.data->'key', 'question', e.data->'question', 'at', e.at
               ) END
         WHERE p.run = e.run;
      WHEN 'run.resumed' THEN
        UPDATE telltale.progress p
           SET control = NULL, control_at = NULL, control_by = NULL, control_reason = NULL, question = NULL,
               answers = CASE WHEN p.question IS NOT NULL AND e.data ? 'answer' THEN p.answers || jsonb_build_object(
                 concat(p.question->>'step', '/', p.question->>'key'), e.data->'answer'
               ) ELSE p.answers END
         WHERE p.run = e.run RETURNING p.run_id INTO v_run_id;
        PERFORM pg_notify('telltale_control', v_run_id);
      WHEN 'run.failed' THEN
        UPDATE telltale.progress p SET failure = e.data->'error'->>'message' WHERE p.run = e.run;
      WHEN 'agent.looped' THEN
        -- A finding that is told again has lasted since it was told first.
        UPDATE telltale.progress p
           SET looping = coalesce(p.looping, '{}') || jsonb_build_object(
                 e.item, e.data || jsonb_build_object('at', coalesce(p.looping->e.item->'at', to_jsonb(e.at)))
               )
         WHERE p.run = e.run;
      WHEN 'agent.unlooped', 'agent.finished' THEN
        UPDATE telltale.progress p SET looping = nullif(p.looping - e.item, '{}')
         WHERE p.run = e.run AND p.looping IS NOT NULL;
      ELSE
        NULL;
    END CASE;
  END LOOP;
END
$$;
