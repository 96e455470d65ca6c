import { toMicroseconds } from './instant.ts';

/**
 * Actions, newest first, with the id of their run. Ends in `started_at, run, action_id`, which is the order of the list and
 * what its cursor holds. Along `action_by_tool` or `action_by_start`; the actions of one run are looked up by the primary
 * key and sorted, those that are open by the index of the open ones.
 */
export function actionsQuery({ where, limit }: { readonly where: string; readonly limit: string }): string {
  return `
  SELECT a.run, p.run_id, a.action_id, a.parent_id, a.step, a.item, a.tool, a.input, a.output, a.error, a.outcome,
         a.started_at, a.finished_at, a.timeout_ms, a.input_tokens, a.output_tokens, a.cost_usd,
         extract(epoch FROM a.finished_at - a.started_at)::double precision * 1000 AS duration_ms,
         ${toMicroseconds('a.started_at')} AS started_at_us
    FROM telltale.action a
    JOIN telltale.progress p ON p.run = a.run
   WHERE ${where}
   ORDER BY a.started_at DESC, a.run DESC, a.action_id DESC
   LIMIT ${limit}`;
}
