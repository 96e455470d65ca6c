import { stepPast, toolPast } from './past.ts';

/** More open actions than this in one run do not change what is to be said of it. */
const OPEN_ACTIONS = 100;

/** Where runs come from: rows `r` of the view `telltale.run`, and the column that they are in the order of. */
export interface RunSource {
  readonly from: string;
  readonly run: string;
}

export const EVERY_RUN: RunSource = { from: 'telltale.run r', run: 'r.run' };

/**
 * The runs that have some words. Postgres keeps no statistics by which it could tell a word of every run from a word of
 * none, and walked through all runs in vain for the latter (1.4 s with 200,000). So the index is asked first, and each run
 * that it names is looked up, newest first, until there are enough: OFFSET and LIMIT keep the planner from turning that
 * round.
 */
export function runsWithWords(query: string): RunSource {
  return {
    from: `(
       SELECT p.run FROM telltale.progress p
        WHERE telltale.words(p.pipeline, p.subject, p.title) @@ ${query}
        ORDER BY p.run DESC OFFSET 0
     ) found
     CROSS JOIN LATERAL (SELECT * FROM telltale.run r WHERE r.run = found.run LIMIT 1) r`,
    run: 'found.run',
  };
}

/** Conditions on `r`: one of `either` and all of `where`. And how many rows are wanted. */
export interface RunsWanted {
  readonly source?: RunSource;
  readonly either?: readonly string[];
  readonly where: readonly string[];
  readonly limit: string;
}

const COLUMNS = `
  r.run, r.run_id, r.pipeline, r.subject, r.number, r.version, r.title, r.steps, r.retry_of, r.status, r.status_since,
  r.dbos_status = 'PENDING' AS in_hand, r.queue, r.priority, r.tries, r.created_at, r.started_at, r.ended_at,
  r.first_seq, r.last_seq, r.worker_id, r.alive_at, r.advanced_at, r.step, r.step_number, r.step_attempt,
  r.step_started_at, r.stuck_after_ms, r.retry_at, r.total, r.estimated, r.done, r.failed, r.skipped, r.unit, r.size,
  r.size_unit, r.current, r.up_next, r.control, r.control_at, r.control_by, r.control_reason, r.looping, r.failure,
  r.question`;

/**
 * Runs, newest first, each with all that its verdict is made of.
 *
 * One statement: the page is cut first, of the newest that meet each of `either`, and everything else is looked up for its
 * rows only. What is usual is worked out once for each step and tool that the page's runs in hand are at, not once for each
 * run. Materialized, because the planner would else work out a page's columns again wherever they are used.
 *
 * Of many open actions the newest are taken, so that one which waits for another never comes without the other.
 */
export function runsQuery({ source = EVERY_RUN, either = ['true'], where, limit }: RunsWanted): string {
  const newest = either.map(
    (condition) =>
      `(SELECT ${COLUMNS} FROM ${source.from} WHERE ${[condition, ...where].join(' AND ')}
         ORDER BY ${source.run} DESC LIMIT ${limit})`,
  );
  return `
  WITH page AS MATERIALIZED (
    SELECT * FROM (${newest.join(' UNION ALL ')}) newest ORDER BY newest.run DESC LIMIT ${limit}
  ), open_action AS MATERIALIZED (
    SELECT a.*
      FROM page
     CROSS JOIN LATERAL (
       SELECT a.run, a.action_id, a.parent_id, a.tool, a.input, a.started_at, a.timeout_ms
         FROM telltale.action a
        WHERE page.in_hand AND a.run = page.run AND a.outcome = 'running'
        ORDER BY a.started_at DESC LIMIT ${OPEN_ACTIONS}
     ) a
  ), tool_past AS MATERIALIZED (
    SELECT tools.tool, past.actions, past.p95_ms
      FROM (SELECT DISTINCT a.tool FROM open_action a) tools
     CROSS JOIN LATERAL (${toolPast('tools.tool')}) past
  ), step_past AS MATERIALIZED (
    SELECT steps.pipeline, steps.step, past.gaps, past.p95_ms
      FROM (SELECT DISTINCT page.pipeline, page.step FROM page WHERE page.in_hand AND page.step IS NOT NULL) steps
     CROSS JOIN LATERAL (
       SELECT sum(past.gaps)::integer AS gaps, percentile_cont(0.95) WITHIN GROUP (ORDER BY past.gap_ms) AS p95_ms
         FROM (${stepPast('steps.pipeline', 'steps.step')}) past
     ) past
  )
  SELECT page.*, now() AS as_of, step_past.gaps AS usual_gaps, step_past.p95_ms AS usual_gap_ms, open.actions AS open_actions
    FROM page
    LEFT JOIN step_past ON step_past.pipeline = page.pipeline AND step_past.step = page.step AND page.in_hand
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object(
               'actionId', a.action_id, 'parentId', a.parent_id, 'tool', a.tool, 'input', a.input,
               'startedMs', extract(epoch FROM a.started_at) * 1000, 'timeoutMs', a.timeout_ms,
               'past', coalesce(t.actions, 0), 'pastMs', t.p95_ms
             )) AS actions
        FROM open_action a LEFT JOIN tool_past t ON t.tool = a.tool
       WHERE a.run = page.run
    ) open ON page.in_hand
   ORDER BY page.run DESC`;
}
