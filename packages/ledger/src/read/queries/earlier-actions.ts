/**
 * Actions of one place of a run, up to a seq, in the order of their starts. By the primary key, as all actions of one run are
 * read: an attempt asks once, and an index would cost every action.
 */
export const EARLIER_ACTIONS = `
  SELECT a.action_id AS "actionId", a.parent_id AS "parentId", a.tool, a.input, a.output, a.error, a.kept, a.outcome,
         a.started_at AS "startedAt", extract(epoch FROM a.finished_at - a.started_at)::double precision * 1000 AS "durationMs",
         CASE WHEN a.input_tokens IS NOT NULL AND a.output_tokens IS NOT NULL
              THEN jsonb_build_object('input', a.input_tokens, 'output', a.output_tokens) END AS tokens,
         a.cost_usd AS "costUsd"
    FROM telltale.action a
   WHERE a.run = (SELECT p.run FROM telltale.progress p WHERE p.run_id = $1)
     AND a.step = $2 AND a.item IS NOT DISTINCT FROM $3 AND a.seq <= $4
   ORDER BY a.seq`;
