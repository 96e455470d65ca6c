import { type Instant, isInHand, RUN_STATES, type RunState, VERDICTS, type VerdictName } from '@telltale/core';
import { type Cursor, decodeCursor, encodeCursor, NUMBER_PART } from './cursor.ts';
import { canExist, checkInstant, checkLimit, checkWords, DEFAULT_LIMIT, MAX_CHARACTERS, MAX_LIMIT } from './filters.ts';
import { EVERY_RUN, runsQuery, runsWithWords } from './queries/runs.ts';
import type { QueryRunner } from './query-runner.ts';
import { statusConditions } from './run-statuses.ts';
import { type RunRow, type RunSummary, toRunSummary } from './run-summary.ts';
import { searchWords } from './search-words.ts';

/** Which runs; all that is given has to hold. */
export interface RunFilter {
  readonly pipeline?: string;
  readonly subject?: string;
  /** One of these statuses. */
  readonly status?: readonly RunState[];
  /** One of these verdicts, at the moment of the query. */
  readonly verdict?: readonly VerdictName[];
  /** Words, each the beginning of one in the pipeline's name, the subject or the title. 500 characters at most. */
  readonly text?: string;
  /** Made at this moment or later. */
  readonly createdAfter?: Instant;
  /** Made before this moment. */
  readonly createdBefore?: Instant;
}

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
  const found: RunRow[] = [];
  const runs: RunSummary[] = [];
  for await (const row of matchingRuns(runner, options, { before, limit })) {
    if (runs.length === limit) return { runs, nextCursor: encodeCursor('runs', [found.at(-1)?.run ?? '']) };
    found.push(row.row);
    runs.push(row.summary);
  }
  return { runs, nextCursor: null };
}

interface Found {
  readonly row: RunRow;
  readonly summary: RunSummary;
}

/**
 * All runs that a filter lets through, newest first, read in pages. A verdict on a run in hand is passed here, by core's
 * rules, and not in SQL: those runs are as many as all workers can hold, and DBOS has an index of them.
 */
export async function* matchingRuns(
  runner: QueryRunner,
  filter: RunFilter,
  { before, limit }: { before: string | null; limit: number },
): AsyncGenerator<Found, void, undefined> {
  const judged = filter.verdict === undefined ? null : new Set<string>(checkWords('verdict', filter.verdict, VERDICTS));
  // Where rows may be dropped, small pages would only mean more of them.
  const pageRows = judged === null ? limit + 1 : MAX_LIMIT;
  for (let from = before; ; ) {
    const rows = await readPage(runner, filter, from, pageRows);
    for (const row of rows) {
      const summary = toRunSummary(row);
      if (judged === null || judged.has(summary.verdict.name)) yield { row, summary };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    from = last.run;
  }
}

/**
 * Words that many runs have, as every first letter has that somebody types, fill a page from the newest runs; only if they
 * do not is the index of words asked, which then names few.
 */
async function readPage(
  runner: QueryRunner,
  filter: RunFilter,
  before: string | null,
  limit: number,
): Promise<RunRow[]> {
  for (const within of filter.text === undefined ? (['all'] as const) : (['newest', 'all'] as const)) {
    const statement = runsStatement(filter, { before, limit, within });
    if (statement === null) return [];
    const rows = await runner.rows<RunRow>(statement);
    if (within === 'all' || rows.length === limit) return rows;
  }
  return [];
}

/** How many of the newest runs are looked through for words before their index is. */
const NEWEST = 2_000;

export interface RunsPage {
  /** Only runs before this one. */
  readonly before: string | null;
  readonly limit: number;
  /** Where words are looked for. */
  readonly within: 'newest' | 'all';
}

/**
 * The statement for one page, or `null` if no run can match. Its conditions are only those that were asked for, and it has
 * no name: whether the newest runs are walked through or the few that match are looked up depends on the values, and a
 * prepared statement may lose sight of them.
 */
export function runsStatement(filter: RunFilter, { before, limit, within }: RunsPage) {
  const { pipeline, subject, text, createdAfter, createdBefore } = filter;
  if (pipeline !== undefined && !canExist(pipeline, MAX_CHARACTERS.pipeline)) return null;
  if (subject !== undefined && !canExist(subject, MAX_CHARACTERS.subject)) return null;
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const conditions: string[] = [];
  let source = EVERY_RUN;
  if (text !== undefined && text.trim() !== '') {
    const words = searchWords(text);
    if (words === null) return null;
    const query = `to_tsquery('simple', ${place(words)})`;
    if (within === 'all') source = runsWithWords(query);
    else conditions.push(`r.words @@ ${query}`, `r.run >= ${newest(before, place)}`);
  }
  const either = statusConditions(possibleStatuses(filter));
  if (either.length === 0) return null;
  if (pipeline !== undefined) conditions.push(`r.pipeline = ${place(pipeline)}`);
  if (subject !== undefined) conditions.push(`r.subject = ${place(subject)}`);
  if (createdAfter !== undefined) {
    conditions.push(`r.created_at >= ${place(checkInstant('createdAfter', createdAfter))}`);
  }
  if (createdBefore !== undefined) {
    conditions.push(`r.created_at < ${place(checkInstant('createdBefore', createdBefore))}`);
  }
  if (before !== null) conditions.push(`r.run < ${place(before)}`);
  return { text: runsQuery({ source, either, where: conditions, limit: place(limit) }), values };
}

function newest(before: string | null, place: (value: unknown) => string): string {
  if (before !== null) return `${place(before)}::bigint - ${NEWEST}`;
  return `(SELECT max(p.run) - ${NEWEST} FROM telltale.progress p)`;
}

/** The statuses that runs with the wanted verdicts can have, of those that are wanted. */
function possibleStatuses({ status = RUN_STATES, verdict }: RunFilter): readonly RunState[] {
  const statuses = checkWords('status', status, RUN_STATES);
  if (verdict === undefined) return statuses;
  return statuses.filter((state) => {
    // The verdict on a run that nobody has in hand is its status.
    return isInHand(state) ? verdict.some(isAboutRunsInHand) : verdict.some((name) => name === state);
  });
}

function isAboutRunsInHand(name: VerdictName): boolean {
  return name === 'pausing' || !RUN_STATES.some((state) => state === name);
}
