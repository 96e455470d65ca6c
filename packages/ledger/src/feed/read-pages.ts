import type { Instant, TraceEvent } from '@telltale/core';
import type { Page, RunKey } from './page.ts';

/** Somebody wants what follows `after`. */
export interface Ask {
  readonly run: RunKey;
  readonly after: number;
}

/**
 * What any number of askers want, in one round trip and one snapshot: for each at least one row, so that a run without
 * news still tells its bounds, and one that was removed tells so by NULLs.
 *
 * The upper bound on seq says nothing new, since seqs have no gaps: it is for the planner. Where statistics lag behind,
 * it reads all that is left of the run and sorts it, for every page; so it cannot read more than a page. (Without: a
 * replay of 100,000 events at 30,000/s, with it at 250,000/s. A bound instead of the LIMIT loses the other way: for 100
 * askers the planner then hashed the whole table.)
 */
const TEXT = `
  SELECT asked.place, p.first_seq, p.last_seq,
         e.seq, e.at AT TIME ZONE 'UTC', e.type, e.step, e.item, e.action_id, e.data
    FROM unnest($1::bigint[], $2::integer[]) WITH ORDINALITY AS asked (run, after, place)
    LEFT JOIN telltale.progress p ON p.run = asked.run
    LEFT JOIN LATERAL (
      SELECT * FROM telltale.event e
       WHERE e.run = p.run AND e.seq > asked.after AND e.seq <= asked.after + $3::integer
       ORDER BY e.seq LIMIT $3::integer
    ) e ON true
   ORDER BY asked.place, e.seq`;

/** The driver hands over what Postgres wrote; `toPages` knows each column. */
const AS_TEXT = { getTypeParser: () => (text: string) => text };

type Text = string | null;
/** The columns of TEXT, in order. */
type Row = [
  place: string,
  firstSeq: Text,
  lastSeq: Text,
  seq: Text,
  at: Text,
  type: Text,
  step: Text,
  item: Text,
  actionId: Text,
  data: Text,
];

export interface ReadStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
  readonly rowMode: 'array';
  readonly types: typeof AS_TEXT;
}

/** One statement for all `asks`; each gets at most `limit` events. */
export function readStatement(asks: readonly Ask[], limit: number): ReadStatement {
  const runs = `{${asks.map(({ run }) => run.run).join(',')}}`;
  const afters = `{${asks.map(({ after }) => after).join(',')}}`;
  return { name: 'telltale-feed-read', text: TEXT, values: [runs, afters, limit], rowMode: 'array', types: AS_TEXT };
}

/** The answer, one page for each ask, in their order. */
export function toPages(asks: readonly Ask[], limit: number, rows: readonly unknown[][]): Page[] {
  const pages = asks.map(() => ({ bounds: null as Page['bounds'], limit, events: [] as TraceEvent[], bytes: 0 }));
  for (const row of rows as Row[]) {
    const [place, firstSeq, lastSeq, seq] = row;
    const index = Number(place) - 1;
    const [ask, page] = [asks[index], pages[index]];
    if (ask === undefined || page === undefined) throw new Error(`a row answers ask ${place} of ${asks.length}`);
    if (firstSeq !== null) page.bounds ??= { firstSeq: Number(firstSeq), lastSeq: Number(lastSeq) };
    if (seq === null) continue;
    page.events.push(toEvent(ask.run.runId, row));
    page.bytes += row[9]?.length ?? 0;
  }
  for (const page of pages) Object.freeze(page.events);
  return pages;
}

function toEvent(runId: string, [, , , seq, at, type, step, item, actionId, data]: Row): TraceEvent {
  const event = {
    runId,
    seq: Number(seq),
    at: toInstant(at ?? ''),
    step,
    item,
    actionId,
    type,
    data: deepFreeze(JSON.parse(data ?? '{}')),
  };
  // Not checked against the schemas: who wrote it has done that, and a newer writer may know types that we don't.
  return Object.freeze(event) as TraceEvent;
}

/** From `2026-11-21 03:14:15.92`, Postgres' text of a timestamp without time zone, which drops zeros at the end. */
function toInstant(text: string): Instant {
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, 23).padEnd(3, '0')}Z`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
