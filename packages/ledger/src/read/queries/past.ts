/**
 * What is usual, from the past. Both look at a fixed number of rows at the newest end of an index, so they cost the same
 * however long the past is; and both are used where few steps or tools are asked for at a time.
 */

/** How many of a step's newest successes count. */
const STEP_RUNS = 100;
/** Of how many of a tool's newest actions the successes count. */
const ACTIONS = 200;
/** ln 20: how many times its mean the 95th percentile of an exponential distribution is. */
const P95_OF_MEAN = 2.9957;

/**
 * A step's newest successes, one row each, with `ms`, `size`, `size_unit`, and how many waits from one advance to the next
 * it had (`gaps`) and how long they usually were (`gap_ms`).
 *
 * An attempt that found items done, by another attempt or by the run that it repeats, did only a part of the work and does
 * not count. The waits themselves are not kept apart, so their 95th percentile in one attempt is taken from
 * their mean: items that come at random are exponentially distributed. A step without items has one wait, all of it.
 */
export function stepPast(pipeline: string, step: string): string {
  return `
    SELECT s.duration_ms AS ms, s.size, s.size_unit, s.finished_at,
           greatest(s.done + s.failed + s.skipped, 1) AS gaps,
           s.duration_ms * CASE WHEN s.done + s.failed + s.skipped > 1
             THEN ${P95_OF_MEAN} / (s.done + s.failed + s.skipped) ELSE 1 END AS gap_ms
      FROM (
        SELECT * FROM telltale.step_run s
         WHERE s.pipeline = ${pipeline} AND s.step = ${step} AND s.outcome = 'succeeded'
         ORDER BY s.finished_at DESC LIMIT ${STEP_RUNS}
      ) s
     WHERE s.kept = 0`;
}

/** How many of a tool's newest actions succeeded (`actions`) and how long those took (`p95_ms`): always one row. */
export function toolPast(tool: string): string {
  return `
    SELECT count(*)::integer AS actions, percentile_cont(0.95) WITHIN GROUP (ORDER BY a.ms) AS p95_ms
      FROM (
        SELECT a.outcome, extract(epoch FROM a.finished_at - a.started_at)::double precision * 1000 AS ms
          FROM telltale.action a WHERE a.tool = ${tool} ORDER BY a.started_at DESC LIMIT ${ACTIONS}
      ) a
     WHERE a.outcome = 'success'`;
}
