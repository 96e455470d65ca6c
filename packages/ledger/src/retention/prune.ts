import type { Instant } from '@telltale/core';
import type { Pool } from 'pg';
import { InvalidFilterError } from '../errors.ts';
import { checkInstant } from '../read/filters.ts';
import { QueryRunner } from '../read/query-runner.ts';
import { COUNT_ROWS, COUNT_WORKERS, ENDED_RUNS, PRUNE_RUN, PRUNE_WORKERS } from './queries.ts';

export interface PruneOptions {
  /** Runs that ended before this moment are removed. */
  readonly endedBefore: Instant;
  /** Most rows that one transaction removes, 1–100,000. Default: 5,000, which takes tens of milliseconds. */
  readonly batchRows?: number;
  /** Only count what would be removed. Default: false. */
  readonly dryRun?: boolean;
  /** Called after each batch with what was removed so far. */
  readonly onProgress?: (soFar: PruneCounts) => void;
  /** Ends it after the batch under way. */
  readonly signal?: AbortSignal;
}

/** How many rows of each kind were removed. */
export interface PruneCounts {
  readonly runs: number;
  readonly events: number;
  readonly items: number;
  readonly actions: number;
  readonly artifacts: number;
  readonly steps: number;
  readonly workers: number;
}

export interface PruneResult extends PruneCounts {
  /** `false`: the signal ended it before everything was removed. */
  readonly finished: boolean;
}

interface EndedRun {
  readonly runId: string;
  /** Milliseconds since the epoch; a bigint arrives as text. */
  readonly endedMs: string;
}

type Batch = Omit<PruneCounts, 'runs' | 'workers'> & { readonly gone: boolean };

const DEFAULT_BATCH_ROWS = 5_000;
const MAX_BATCH_ROWS = 100_000;
const RUNS_AT_A_TIME = 500;
const NOTHING: PruneCounts = { runs: 0, events: 0, items: 0, actions: 0, artifacts: 0, steps: 0, workers: 0 };

/**
 * Removes runs that ended before a moment, with all that the ledger and DBOS keep of them, and workers that were last
 * heard from before it. Runs that are queued, running, pausing or paused stay, however old they are. Files that no
 * artifact names any more become garbage, for `collectGarbage` to remove.
 *
 *     for each run, the one that ended first:   ┌── rows left ──┐
 *       untouched ──first batch: history out of sight──▶ shrinking ──last batch: the run's rows, here and in DBOS──▶ gone
 *
 * Each batch is a short transaction, and each says anew whether the run may go: it may be killed, stopped or run twice at
 * once at any point, and the next call does what is left.
 */
export async function prune(pool: Pool, options: PruneOptions): Promise<PruneResult> {
  const { batchRows = DEFAULT_BATCH_ROWS, dryRun = false, onProgress, signal } = options;
  const endedBefore = checkInstant('endedBefore', options.endedBefore);
  if (!Number.isInteger(batchRows) || batchRows < 1 || batchRows > MAX_BATCH_ROWS) {
    throw new InvalidFilterError('batchRows', `a whole number from 1 to ${MAX_BATCH_ROWS}`, batchRows);
  }
  const runner = new QueryRunner(pool);
  const batches = dryRun ? countBatches(runner, endedBefore) : pruneBatches(runner, endedBefore, batchRows);
  let counts = NOTHING;
  if (signal?.aborted) return { ...counts, finished: false };
  for await (const batch of batches) {
    counts = add(counts, batch);
    onProgress?.(counts);
    if (signal?.aborted) return { ...counts, finished: false };
  }
  return { ...counts, finished: true };
}

async function* pruneBatches(
  runner: QueryRunner,
  before: Instant,
  batchRows: number,
): AsyncGenerator<Partial<PruneCounts>, void, undefined> {
  for await (const runs of endedRuns(runner, before)) {
    for (const { runId } of runs) yield* pruneRun(runner, runId, before, batchRows);
  }
  const workers = await runner.rows({ text: PRUNE_WORKERS, values: [before] });
  if (workers.length > 0) yield { workers: workers.length };
}

/** Batches of one run, until it is gone; none if somebody else is at it, or it was resumed. */
async function* pruneRun(
  runner: QueryRunner,
  runId: string,
  before: Instant,
  batchRows: number,
): AsyncGenerator<Partial<PruneCounts>, void, undefined> {
  for (;;) {
    const statement = { name: 'prune-run', text: PRUNE_RUN, values: [runId, before, batchRows] };
    const [batch] = await runner.rows<Batch>(statement);
    if (batch === undefined) return;
    const { gone, ...rows } = batch;
    yield { ...rows, runs: gone ? 1 : 0 };
    if (gone) return;
  }
}

async function* countBatches(
  runner: QueryRunner,
  before: Instant,
): AsyncGenerator<Partial<PruneCounts>, void, undefined> {
  for await (const runs of endedRuns(runner, before)) {
    const [rows] = await runner.rows<Batch>({ text: COUNT_ROWS, values: [runs.map(({ runId }) => runId)] });
    yield { ...rows, runs: runs.length };
  }
  const [workers] = await runner.rows<Pick<PruneCounts, 'workers'>>({ text: COUNT_WORKERS, values: [before] });
  yield { ...workers };
}

async function* endedRuns(runner: QueryRunner, before: Instant): AsyncGenerator<readonly EndedRun[], void, undefined> {
  for (let after: EndedRun = { runId: '', endedMs: '0' }; ; ) {
    const values = [Date.parse(before), after.endedMs, after.runId, RUNS_AT_A_TIME];
    const runs = await runner.rows<EndedRun>({ text: ENDED_RUNS, values });
    if (runs.length > 0) yield runs;
    const last = runs.at(-1);
    if (last === undefined || runs.length < RUNS_AT_A_TIME) return;
    after = last;
  }
}

function add(a: PruneCounts, b: Partial<PruneCounts>): PruneCounts {
  return {
    runs: a.runs + (b.runs ?? 0),
    events: a.events + (b.events ?? 0),
    items: a.items + (b.items ?? 0),
    actions: a.actions + (b.actions ?? 0),
    artifacts: a.artifacts + (b.artifacts ?? 0),
    steps: a.steps + (b.steps ?? 0),
    workers: a.workers + (b.workers ?? 0),
  };
}
