-- What people look for beside the newest runs. None of these columns changes when a run moves on, so its updates stay on
-- their page.
CREATE INDEX progress_by_creation ON telltale.progress (created_at);
CREATE INDEX progress_paused ON telltale.progress (run) WHERE control = 'pause';
CREATE INDEX action_by_start ON telltale.action (started_at);
-- Few actions end badly, and those are what people look for.
CREATE INDEX action_by_trouble ON telltale.action (outcome, started_at) WHERE outcome <> 'running' AND outcome <> 'success';

-- How many runs of each pipeline have each status, of one pipeline or (NULL) of all.
--
-- DBOS has no index on SUCCESS, which nearly all runs are, so those are what is left of all runs (an index-only count)
-- when the others are counted through DBOS's partial indexes. LIMIT 1 keeps the planner from reading all of `progress` to
-- join the few.
CREATE FUNCTION telltale.count_runs(p_pipeline text) RETURNS TABLE (pipeline text, status text, runs bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
  WITH other AS (
    SELECT p.pipeline, telltale.run_status(w.status, p.control) AS status, count(*) AS runs
      FROM dbos.workflow_status w
     CROSS JOIN LATERAL (
       SELECT p.pipeline, p.control FROM telltale.progress p
        WHERE p.run_id = w.workflow_uuid AND (p_pipeline IS NULL OR p.pipeline = p_pipeline) LIMIT 1
     ) p
     WHERE w.status = 'PENDING' OR w.status = 'ENQUEUED' OR w.status = 'DELAYED' OR w.status = 'CANCELLED'
        OR w.status = 'ERROR' OR w.status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'
     GROUP BY 1, 2
  )
  SELECT o.pipeline, o.status, o.runs FROM other o
  UNION ALL
  SELECT p.pipeline, 'succeeded',
         p.runs - (SELECT coalesce(sum(o.runs), 0)::bigint FROM other o WHERE o.pipeline = p.pipeline)
    FROM (
      SELECT p.pipeline, count(*) AS runs FROM telltale.progress p
       WHERE p_pipeline IS NULL OR p.pipeline = p_pipeline GROUP BY p.pipeline
    ) p;
END;
