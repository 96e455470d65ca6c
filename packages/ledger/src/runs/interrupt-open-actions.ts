import type { ClientBase, Pool } from 'pg';
import type { RunRecorder } from '../record/run-recorder.ts';

interface OpenAction {
  readonly action_id: string;
  readonly tool: string;
  readonly step: string | null;
  readonly item: string | null;
  readonly started_ms: number;
}

/**
 * Closes as `interrupted` what a worker that is gone left running. Whoever takes a run over calls it before it starts
 * any action of its own. Resolves with how many there were, once their ends are committed.
 */
export async function interruptOpenActions(
  database: Pool | ClientBase,
  run: RunRecorder,
  nowMs = Date.now(),
): Promise<number> {
  const { rows } = await database.query<OpenAction>(
    `SELECT a.action_id, a.tool, a.step, a.item, extract(epoch FROM a.started_at)::float8 * 1000 AS started_ms
       FROM telltale.progress p JOIN telltale.action a ON a.run = p.run AND a.outcome = 'running'
      WHERE p.run_id = $1 ORDER BY a.started_at, a.action_id`,
    [run.runId],
  );
  for (const action of rows) {
    await run.event({
      type: 'action.finished',
      step: action.step,
      item: action.item,
      actionId: action.action_id,
      data: { tool: action.tool, outcome: 'interrupted', durationMs: Math.max(0, nowMs - action.started_ms) },
    });
  }
  await run.flushed();
  return rows.length;
}
