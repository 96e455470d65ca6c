import { type Instant, isInHand, RUN_STATES, type RunState, type VerdictName } from '@telltale/core';
import { canExist, checkInstant, checkWords, MAX_CHARACTERS } from './filters.ts';
import { EVERY_RUN, runsQuery, runsWithWords } from './queries/runs.ts';
import type { Statement } from './query-runner.ts';
import { statusConditions } from './run-statuses.ts';
import { searchWords } from './search-words.ts';

/** Which runs; all that is given has to hold. */
export interface RunFilter {
  readonly pipeline?: string;
  readonly subject?: string;
  /** One of these statuses. */
  readonly status?: readonly RunState[];
  /** One of these verdicts, at the moment of the query. */
  readonly verdict?: readonly VerdictName[];
  /** `true`: only paused runs that wait to be told something by a person. Default: `false`, whether they wait or not. */
  readonly waiting?: boolean;
  /** Words, each the beginning of one in the pipeline's name, the subject or the title. 500 characters at most. */
  readonly text?: string;
  /** Made at this moment or later. */
  readonly createdAfter?: Instant;
  /** Made before this moment. */
  readonly createdBefore?: Instant;
}

export interface RunsPage {
  /** Only runs before this one. */
  readonly before: string | null;
  readonly limit: number;
}

/** How many of the newest runs are looked through for words before their index is asked. */
const NEWEST = 2_000;

/**
 * The statements for one page, to be sent one after the other until one fills it; none if no run can match.
 *
 * Words that many runs have, as every first letter has that somebody types, fill a page from the newest runs; only if they
 * do not is the index of words asked, which then names few.
 *
 * A statement has only those conditions that were asked for, and no name: whether the newest runs are walked through or
 * the few that match are looked up depends on the values, and a prepared statement may lose sight of them.
 */
export function runsStatements(filter: RunFilter, { before, limit }: RunsPage): readonly Statement[] {
  const { pipeline, subject, text = '', waiting = false, createdAfter, createdBefore } = filter;
  const either = statusConditions(possibleStatuses(filter));
  if (either.length === 0) return [];
  if (pipeline !== undefined && !canExist(pipeline, MAX_CHARACTERS.pipeline)) return [];
  if (subject !== undefined && !canExist(subject, MAX_CHARACTERS.subject)) return [];
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const rows = place(limit);
  const where: string[] = [];
  if (pipeline !== undefined) where.push(`r.pipeline = ${place(pipeline)}`);
  if (subject !== undefined) where.push(`r.subject = ${place(subject)}`);
  if (waiting) where.push('r.question IS NOT NULL');
  if (createdAfter !== undefined) where.push(`r.created_at >= ${place(checkInstant('createdAfter', createdAfter))}`);
  if (createdBefore !== undefined) where.push(`r.created_at < ${place(checkInstant('createdBefore', createdBefore))}`);
  const end = before === null ? null : `${place(before)}::bigint`;
  if (end !== null) where.push(`r.run < ${end}`);
  if (text.trim() === '') {
    return [{ text: runsQuery({ source: EVERY_RUN, either, where, limit: rows }), values }];
  }
  const words = searchWords(text);
  if (words === null) return [];
  const query = `to_tsquery('simple', ${place(words)})`;
  const newest = [
    `r.words @@ ${query}`,
    `r.run >= ${end ?? '(SELECT max(p.run) FROM telltale.progress p)'} - ${NEWEST}`,
  ];
  return [
    { text: runsQuery({ source: EVERY_RUN, either, where: [...where, ...newest], limit: rows }), values },
    { text: runsQuery({ source: runsWithWords(query), either, where, limit: rows }), values },
  ];
}

/** The statuses that runs with the wanted verdicts can have, or that wait, of those that are wanted. */
function possibleStatuses({ status = RUN_STATES, verdict, waiting = false }: RunFilter): readonly RunState[] {
  const statuses = checkWords('status', status, RUN_STATES).filter((state) => !waiting || state === 'paused');
  if (verdict === undefined) return statuses;
  return statuses.filter((state) => {
    // The verdict on a run that nobody has in hand is its status.
    return isInHand(state) ? verdict.some(isAboutRunsInHand) : verdict.some((name) => name === state);
  });
}

function isAboutRunsInHand(name: VerdictName): boolean {
  return name === 'pausing' || !RUN_STATES.some((state) => state === name);
}
