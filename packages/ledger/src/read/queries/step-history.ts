import { stepPast } from './past.ts';

/**
 * What the steps of a pipeline usually take. The steps are found by hopping through the index from one to the next, so the
 * cost is that of so many steps, not of all their runs. Sizes count that have the unit of the newest one.
 */
export const STEP_HISTORY = `
  WITH RECURSIVE steps AS (
    SELECT min(s.step) AS step FROM telltale.step_run s WHERE s.pipeline = $1 AND s.outcome = 'succeeded'
    UNION ALL
    SELECT (
      SELECT min(s.step) FROM telltale.step_run s
       WHERE s.pipeline = $1 AND s.outcome = 'succeeded' AND s.step > steps.step
    ) FROM steps WHERE steps.step IS NOT NULL
  )
  SELECT steps.step, past.*
    FROM steps
   CROSS JOIN LATERAL (
     SELECT count(*)::integer AS runs,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY past.ms) AS p50_ms,
            percentile_cont(0.95) WITHIN GROUP (ORDER BY past.ms) AS p95_ms,
            max(past.newest_unit) AS unit,
            count(*) FILTER (WHERE past.ms_per_unit IS NOT NULL)::integer AS sized_runs,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY past.ms_per_unit) AS p50_ms_per_unit,
            percentile_cont(0.95) WITHIN GROUP (ORDER BY past.ms_per_unit) AS p95_ms_per_unit,
            sum(past.gaps)::integer AS gaps,
            percentile_cont(0.95) WITHIN GROUP (ORDER BY past.gap_ms) AS gap_p95_ms
       FROM (
         SELECT past.*, CASE WHEN past.size > 0 AND past.size_unit = past.newest_unit THEN past.ms / past.size END AS ms_per_unit
           FROM (
             SELECT past.*, first_value(past.size_unit) OVER (ORDER BY past.size > 0 IS TRUE DESC, past.finished_at DESC) AS newest_unit
               FROM (${stepPast('$1', 'steps.step')}) past
           ) past
       ) past
   ) past
   WHERE past.runs > 0
   ORDER BY steps.step`;
