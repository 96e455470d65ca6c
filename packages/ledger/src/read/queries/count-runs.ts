/**
 * Counts by pipeline and status; see the function for how. Not prepared: with the pipeline's name before its eyes the
 * planner leaves out the other case (one pipeline, all of them), and counts from an index alone.
 */
export const COUNT_RUNS = 'SELECT pipeline, status, runs FROM telltale.count_runs($1)';
