/**
 * Counts by pipeline and status; see the function for how. Not prepared: with the pipeline's name before its eyes the
 * planner leaves out the other case (one pipeline, all of them), and counts from an index alone.
 */
export const COUNT_RUNS = 'SELECT pipeline, status, runs FROM telltale.count_runs($1)';

/** How many runs wait to be told something: those that `listRuns` finds with `waiting`. An index holds just these. */
export const COUNT_WAITING = `
  SELECT count(*)::integer AS runs
    FROM telltale.run r
   WHERE r.question IS NOT NULL AND r.dbos_status = 'CANCELLED' AND r.control = 'pause'
     AND ($1::text IS NULL OR r.pipeline = $1)`;
