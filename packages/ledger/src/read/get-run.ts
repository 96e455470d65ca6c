import { canExist, MAX_CHARACTERS, MAX_LIMIT } from './filters.ts';
import { listActions, type RunAction } from './list-actions.ts';
import { type ArtifactCount, countArtifacts } from './list-artifacts.ts';
import { listSteps, type StepAttempt } from './list-steps.ts';
import { runsQuery } from './queries/runs.ts';
import type { QueryRunner } from './query-runner.ts';
import { type RunRow, toRunSummary } from './run-row.ts';
import type { RunSummary } from './run-summary.ts';

const GET_RUN = runsQuery({ where: ['r.run_id = $1'], limit: '1' });
const GET_RUNS = runsQuery({ where: ['r.run_id = ANY ($1)'], limit: String(MAX_LIMIT) });
const MAX_OPEN_ACTIONS = 100;

/** A run as it is now, or `null` if there is none of that id. */
export async function getRun(runner: QueryRunner, runId: string): Promise<RunSummary | null> {
  if (!canExist(runId, MAX_CHARACTERS.runId)) return null;
  const [row] = await runner.rows<RunRow>({ name: 'get-run', text: GET_RUN, values: [runId] });
  return row === undefined ? null : toRunSummary(row);
}

/** Those of these runs that there are, in no order, however many: 500 a statement. */
export async function getRuns(runner: QueryRunner, runIds: readonly string[]): Promise<RunSummary[]> {
  const possible = [...new Set(runIds)].filter((runId) => canExist(runId, MAX_CHARACTERS.runId));
  const runs: RunSummary[] = [];
  for (let first = 0; first < possible.length; first += MAX_LIMIT) {
    const values = [possible.slice(first, first + MAX_LIMIT)];
    const rows = await runner.rows<RunRow>({ name: 'get-runs', text: GET_RUNS, values });
    runs.push(...rows.map(toRunSummary));
  }
  return runs;
}

/** A run with what a page about it shows beside its events. */
export interface RunDetail extends RunSummary {
  /** Every attempt of its steps, the first one first. */
  readonly attempts: readonly StepAttempt[];
  /** Those that are running, the newest first; 100 at most. */
  readonly runningActions: readonly RunAction[];
  readonly artifacts: readonly ArtifactCount[];
}

/** All of it of one moment; `null` if there is no run of that id. */
export async function getRunDetail(runner: QueryRunner, runId: string): Promise<RunDetail | null> {
  return await runner.snapshot(async (snapshot) => {
    const run = await getRun(snapshot, runId);
    if (run === null) return null;
    const attempts = await listSteps(snapshot, runId);
    const { actions } = await listActions(snapshot, { runId, outcome: 'running', limit: MAX_OPEN_ACTIONS });
    return { ...run, attempts, runningActions: actions, artifacts: await countArtifacts(snapshot, runId) };
  });
}
