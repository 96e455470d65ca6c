import { VERDICTS } from '@telltale/core';
import { type Cursor, decodeCursor, encodeCursor, NUMBER_PART } from './cursor.ts';
import { checkLimit, checkWords, DEFAULT_LIMIT, MAX_LIMIT } from './filters.ts';
import type { QueryRunner } from './query-runner.ts';
import { type RunRow, toRunSummary } from './run-row.ts';
import type { RunSummary } from './run-summary.ts';
import { type RunFilter, type RunsPage, runsStatements } from './runs-statement.ts';

export interface RunPageOptions extends RunFilter {
  /** 1–500. Default: 50. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: Cursor | null;
}

export interface RunPage {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Where the next page begins; `null` after the last one. */
  readonly nextCursor: Cursor | null;
}

/** A page of runs. Throws `InvalidFilterError` and `InvalidCursorError`. */
export async function listRuns(runner: QueryRunner, options: RunPageOptions): Promise<RunPage> {
  const { cursor = null } = options;
  const limit = checkLimit(options.limit ?? DEFAULT_LIMIT);
  const [before = null] = cursor === null ? [] : decodeCursor('runs', cursor, [NUMBER_PART]);
  const runs: RunSummary[] = [];
  let last = '';
  for await (const { run, summary } of matchingRuns(runner, options, { before, limit: limit + 1 })) {
    if (runs.length === limit) return { runs, nextCursor: encodeCursor('runs', [last]) };
    runs.push(summary);
    last = run;
  }
  return { runs, nextCursor: null };
}

interface MatchingRun {
  /** Its place in the order of the list. */
  readonly run: string;
  readonly summary: RunSummary;
}

/**
 * All runs that a filter lets through, newest first, read so many at a time. A verdict on a run in hand is passed here, by
 * core's rules, and not in SQL: those runs are as many as all workers can hold, and DBOS has an index of them.
 */
export async function* matchingRuns(
  runner: QueryRunner,
  filter: RunFilter,
  page: RunsPage,
): AsyncGenerator<MatchingRun, void, undefined> {
  const wanted = filter.verdict === undefined ? null : new Set<string>(checkWords('verdict', filter.verdict, VERDICTS));
  // Where rows are dropped, small pages would only mean more of them.
  const limit = wanted === null ? page.limit : MAX_LIMIT;
  for (let { before } = page; ; ) {
    const rows = await readPage(runner, filter, { before, limit });
    for (const row of rows) {
      const summary = toRunSummary(row);
      if (wanted === null || wanted.has(summary.verdict.name)) yield { run: row.run, summary };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return;
    before = last.run;
  }
}

async function readPage(runner: QueryRunner, filter: RunFilter, page: RunsPage): Promise<readonly RunRow[]> {
  let rows: readonly RunRow[] = [];
  for (const statement of runsStatements(filter, page)) {
    rows = await runner.rows<RunRow>(statement);
    if (rows.length === page.limit) break;
  }
  return rows;
}
