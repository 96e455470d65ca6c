import { isInHand, RUN_STATES, type RunState, VERDICTS, type VerdictName } from '@telltale/core';
import { canExist, MAX_CHARACTERS } from './filters.ts';
import { matchingRuns } from './list-runs.ts';
import { COUNT_RUNS, COUNT_WAITING } from './queries/count-runs.ts';
import type { QueryRunner } from './query-runner.ts';

export interface RunCounts {
  readonly total: number;
  readonly byStatus: Readonly<Record<RunState, number>>;
  /** At the moment of the query. */
  readonly byVerdict: VerdictCounts;
  /** Runs that wait to be told something by a person. */
  readonly waiting: number;
  /** The same of each pipeline that has runs, by its name. */
  readonly byPipeline: ReadonlyMap<string, VerdictCounts>;
}

export type VerdictCounts = Readonly<Record<VerdictName, number>>;

interface CountRow {
  readonly pipeline: string;
  readonly status: RunState;
  readonly runs: string;
}

/** Runs to be judged at a time. */
const PAGE = 500;

/** How many runs there are, all counted at one moment. What is not there is 0. */
export async function countRuns(runner: QueryRunner, { pipeline }: { pipeline?: string } = {}): Promise<RunCounts> {
  const byStatus = zeros(RUN_STATES);
  const byVerdict = zeros(VERDICTS);
  const byPipeline = new Map<string, Record<VerdictName, number>>();
  const count = (name: string, verdict: VerdictName, runs: number): void => {
    const own = byPipeline.get(name) ?? zeros(VERDICTS);
    byPipeline.set(name, own);
    own[verdict] += runs;
    byVerdict[verdict] += runs;
  };
  const counts = { byStatus, byVerdict, byPipeline };
  let waiting = 0;
  if (pipeline !== undefined && !canExist(pipeline, MAX_CHARACTERS.pipeline)) return { total: 0, ...counts, waiting };
  await runner.snapshot(async (snapshot) => {
    const statement = { text: COUNT_RUNS, values: [pipeline ?? null] };
    for (const row of await snapshot.rows<CountRow>(statement)) {
      const { status } = row;
      const runs = Number(row.runs);
      byStatus[status] += runs;
      // A run that nobody has in hand has its status as its verdict.
      if (isVerdict(status) && !isInHand(status)) count(row.pipeline, status, runs);
    }
    const inHand = { status: RUN_STATES.filter(isInHand), ...(pipeline === undefined ? {} : { pipeline }) };
    for await (const { summary } of matchingRuns(snapshot, inHand, { before: null, limit: PAGE })) {
      count(summary.pipeline, summary.verdict.name, 1);
    }
    const [asking] = await snapshot.rows<{ readonly runs: number }>({
      text: COUNT_WAITING,
      values: [pipeline ?? null],
    });
    waiting = asking?.runs ?? 0;
  });
  return { total: RUN_STATES.reduce((sum, status) => sum + byStatus[status], 0), ...counts, waiting };
}

function isVerdict(state: RunState): state is RunState & VerdictName {
  return VERDICTS.some((name) => name === state);
}

function zeros<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}
