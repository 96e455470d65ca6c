import type { Results } from '../../harness/case.ts';
import { comparisonTable } from '../../harness/comparisons.ts';
import { formatNumber } from '../../harness/format.ts';
import { middleOf, sections, spreadIn } from '../../harness/report.ts';
import { left, markdownTable, right } from '../../harness/table.ts';
import { type ContenderGroup, throughputTable } from '../../harness/throughput-table.ts';
import { COMPARISONS, FIGURE_TITLES } from './comparisons.ts';
import { SAMPLES } from './memory/memory-case.ts';

/** Of what ran: a table each of throughput, comparisons, latency and memory. */
export function reportLedger(results: Results, groups: readonly ContenderGroup[]): string {
  return sections([
    ['Items', throughputTable(results, groups)],
    ['Comparisons', comparisonTable(results, COMPARISONS, FIGURE_TITLES)],
    ['From `event()` to a subscriber in another process', latencyTable(results)],
    ['Memory', memoryTable(results)],
  ]);
}

function latencyTable(results: Results): string | null {
  const names = [...results.keys()].filter((name) => name.startsWith('latency-'));
  if (names.length === 0) return null;
  const columns = [left('case'), ...['events/s', 'p50 ms', 'p99 ms', 'max ms', 'client µs', 'server µs'].map(right)];
  const rows = names.map((name) => [
    `\`${name}\``,
    middleOf(results, name, 'eventsPerSecond'),
    ...['p50', 'p99', 'max'].map((figure) => spreadIn(results, name, figure)),
    middleOf(results, name, 'clientMicrosecondsPerItem'),
    middleOf(results, name, 'serverMicrosecondsPerItem'),
  ]);
  return markdownTable(columns, rows);
}

function memoryTable(results: Results): string | null {
  const [figures] = results.get('memory') ?? [];
  if (figures === undefined) return null;
  const samples = Array.from({ length: SAMPLES / 2 }, (_, index) => (index + 1) * 2);
  const of = (name: string): string[] =>
    samples.map((sample) => formatNumber(figures[`${name}${sample}`] ?? Number.NaN));
  const events = samples.map((sample) => formatNumber(((figures.events ?? 0) * sample) / SAMPLES));
  return markdownTable(
    [left('after events'), ...events.map(right)],
    [
      ['RSS, MB', ...of('rss')],
      ['live heap, MB', ...of('heap')],
    ],
  );
}
