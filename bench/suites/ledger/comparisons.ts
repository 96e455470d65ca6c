import type { FigureOf } from '../../harness/case.ts';

/** What is said of a pair of cases, or of one, and what we aim at. */
export interface Comparison {
  readonly what: string;
  readonly figure: FigureOf;
  /** What it is divided by, in the same repeat. */
  readonly by?: FigureOf;
  readonly unit?: string;
  readonly aim?: { readonly atLeast: number } | { readonly atMost: number };
}

const items = (of: string): FigureOf => ({ of, figure: 'itemsPerSecond' });
const rows = (of: string): FigureOf => ({ of, figure: 'rowsPerSecond' });

function times(what: string, figure: FigureOf, by: FigureOf, atLeast?: number): Comparison {
  return { what, figure, by, unit: '×', ...(atLeast === undefined ? {} : { aim: { atLeast } }) };
}

function value(what: string, figure: FigureOf, unit: string, atMost: number): Comparison {
  return { what, figure, unit, aim: { atMost } };
}

export const COMPARISONS: readonly Comparison[] = [
  times('20 items at a time, over `DBOS.runStep`', items('recorder-20'), items('dbos-20'), 40),
  times('the same, over graphile-worker with enqueuing', items('recorder-20'), items('graphile'), 2),
  times('the same, over graphile-worker without', items('recorder-20'), items('graphile-processing')),
  times('1 item at a time, over INSERT + UPDATE in one statement', items('recorder-1'), items('insert-update-cte'), 1),
  times('the same, in two commits', items('recorder-1'), items('insert-update-two'), 1),
  times('the same, in one transaction', items('recorder-1'), items('insert-update-transaction'), 1),
  times('rows of unawaited items, over 1,000-row unnest', rows('recorder-unawaited-items'), rows('unnest-items'), 0.8),
  times('the same, over 1,000-row VALUES', rows('recorder-unawaited-items'), rows('values-items'), 0.8),
  times('unawaited events, over 1,000-row unnest', rows('recorder-unawaited-events'), rows('unnest-events'), 0.8),
  times('the same, over 1,000-row VALUES', rows('recorder-unawaited-events'), rows('values-events'), 0.8),
  value('p99 to a subscriber at 1,000 events/s', { of: 'latency-1000', figure: 'p99' }, ' ms', 10),
  value('p99 to a subscriber at 10,000 events/s', { of: 'latency-10000', figure: 'p99' }, ' ms', 20),
  value('WAL for an item, 20 at a time', { of: 'recorder-20', figure: 'walBytesPerItem' }, ' B', 450),
  value('WAL for an unawaited item', { of: 'recorder-unawaited-items', figure: 'walBytesPerItem' }, ' B', 450),
  times('20 items at a time, over DBOS, slow fsync', items('slow-recorder-20'), items('slow-dbos-20'), 20),
  value('RSS, last quarter over the first', { of: 'memory', figure: 'rssGrowth' }, '×', 1.1),
  value('live heap, last quarter over the first', { of: 'memory', figure: 'heapGrowth' }, '×', 1.1),
  times('1 item at a time, over `DBOS.runStep`', items('recorder-1'), items('dbos-1')),
  times('20 runs × 1, over 20 DBOS workflows', items('recorder-20x1'), items('dbos-20x1')),
  times('20 items at a time, over INSERT of an event', items('recorder-20'), items('insert-20')),
  times('the same, over INSERT + UPDATE', items('recorder-20'), items('insert-update-20')),
  times('the same, over a JSONB list', items('recorder-20'), items('jsonb-list')),
  times('rows of unawaited items, over COPY', rows('recorder-unawaited-items'), rows('copy-items')),
  times('unawaited events, over COPY', rows('recorder-unawaited-events'), rows('copy-events')),
];
