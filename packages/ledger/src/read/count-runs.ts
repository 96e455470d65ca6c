import { isInHand, RUN_STATES, type RunState, VERDICTS, type VerdictName } from '@telltale/core';
import { canExist, MAX_CHARACTERS } from './filters.ts';
import { matchingRuns } from './list-runs.ts';
import { COUNT_RUNS } from './queries/count-runs.ts';
import type { QueryRunner } from './query-runner.ts';

export interface RunCounts {
  readonly total: number;
  readonly byStatus: Readonly<Record<RunState, number>>;
  /** At the moment of the query. */
  readonly byVerdict: Readonly<Record<VerdictName, number>>;
}

/** Runs to be judged at a time. */
const PAGE = 500;

/** How many runs there are, all counted at one moment. What is not there is 0. */
export async function countRuns(runner: QueryRunner, { pipeline }: { pipeline?: string } = {}): Promise<RunCounts> {
  const byStatus = zeros(RUN_STATES);
  const byVerdict = zeros(VERDICTS);
  if (pipeline !== undefined && !canExist(pipeline, MAX_CHARACTERS.pipeline)) return { total: 0, byStatus, byVerdict };
  await runner.snapshot(async (snapshot) => {
    const statement = { text: COUNT_RUNS, values: [pipeline ?? null] };
    for (const { status, runs } of await snapshot.rows<{ status: RunState; runs: string }>(statement)) {
      byStatus[status] = Number(runs);
    }
    const inHand = { status: RUN_STATES.filter(isInHand), ...(pipeline === undefined ? {} : { pipeline }) };
    for await (const { summary } of matchingRuns(snapshot, inHand, { before: null, limit: PAGE })) {
      byVerdict[summary.verdict.name] += 1;
    }
  });
  for (const state of RUN_STATES) if (isVerdict(state)) byVerdict[state] += isInHand(state) ? 0 : byStatus[state];
  return { total: RUN_STATES.reduce((sum, status) => sum + byStatus[status], 0), byStatus, byVerdict };
}

/** A run that nobody has in hand has its status as its verdict. */
function isVerdict(state: RunState): state is RunState & VerdictName {
  return VERDICTS.some((name) => name === state);
}

function zeros<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}
