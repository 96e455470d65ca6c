import { type Comparison, limit, times } from '../../harness/comparisons.ts';

/** What the figures are called in the table. */
export const FIGURE_TITLES: Readonly<Record<string, string>> = {
  itemsPerSecond: 'items/s',
  rowsPerSecond: 'rows/s',
  p99: 'p99',
  walBytesPerItem: 'WAL per item',
  rssGrowth: 'RSS, last quarter over first',
  heapGrowth: 'live heap, last quarter over first',
};

/** The aims first, then what else one may ask. */
export const COMPARISONS: readonly Comparison[] = [
  times('itemsPerSecond', 'recorder-20', 'dbos-20', 40),
  times('itemsPerSecond', 'recorder-20', 'graphile', 2),
  times('itemsPerSecond', 'recorder-1', 'insert-update-cte', 1),
  times('itemsPerSecond', 'recorder-1', 'insert-update-transaction', 1),
  times('itemsPerSecond', 'recorder-1', 'insert-update-two', 1),
  times('rowsPerSecond', 'recorder-unawaited-items', 'unnest-items', 0.8),
  times('rowsPerSecond', 'recorder-unawaited-items', 'values-items', 0.8),
  times('rowsPerSecond', 'recorder-unawaited-events', 'unnest-events', 0.8),
  times('rowsPerSecond', 'recorder-unawaited-events', 'values-events', 0.8),
  limit('p99', 'latency-1000', ' ms', 10),
  limit('p99', 'latency-10000', ' ms', 20),
  limit('walBytesPerItem', 'recorder-20', ' B', 450),
  limit('walBytesPerItem', 'recorder-unawaited-items', ' B', 450),
  times('itemsPerSecond', 'slow-recorder-20', 'slow-dbos-20', 20),
  limit('rssGrowth', 'memory', '×', 1.1),
  limit('heapGrowth', 'memory', '×', 1.1),

  times('itemsPerSecond', 'recorder-1', 'dbos-1'),
  times('itemsPerSecond', 'recorder-20x1', 'dbos-20x1'),
  times('itemsPerSecond', 'recorder-20', 'graphile-processing'),
  times('itemsPerSecond', 'slow-recorder-20', 'slow-graphile'),
  times('itemsPerSecond', 'recorder-20', 'insert-20'),
  times('itemsPerSecond', 'recorder-20', 'insert-update-20'),
  times('itemsPerSecond', 'recorder-20', 'jsonb-list'),
  times('itemsPerSecond', 'recorder-1', 'commit'),
  times('itemsPerSecond', 'otherwise-index-at', 'recorder-unawaited-events'),
  times('itemsPerSecond', 'otherwise-index-type', 'recorder-unawaited-events'),
  times('itemsPerSecond', 'otherwise-foreign-key', 'recorder-unawaited-events'),
  times('rowsPerSecond', 'recorder-unawaited-items', 'copy-items'),
  times('rowsPerSecond', 'recorder-unawaited-events', 'copy-events'),
];
