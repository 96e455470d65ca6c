import { pairedRatios, type Results, series } from '../../harness/case.ts';
import { formatNumber, formatSpread } from '../../harness/format.ts';
import { median, spreadOf } from '../../harness/statistics.ts';
import { left, markdownTable, right } from '../../harness/table.ts';
import { COMPARISONS, type Comparison, FIGURE_TITLES } from './comparisons.ts';
import type { ContenderGroup } from './contenders/index.ts';
import { SAMPLES } from './memory/memory-case.ts';

/** Of what ran: a table each of throughput, comparisons, latency and memory. */
export function reportLedger(results: Results, groups: readonly ContenderGroup[]): string {
  return [
    section('Items', throughputTable(results, groups)),
    section('Comparisons', comparisonTable(results)),
    section('From `event()` to a subscriber in another process', latencyTable(results)),
    section('Memory', memoryTable(results)),
  ]
    .filter((text) => text !== null)
    .join('\n\n');
}

function section(title: string, table: string | null): string | null {
  return table === null ? null : `### ${title}\n\n${table}`;
}

const middleOf = (results: Results, of: string, figure: string): string =>
  formatNumber(median(series(results, { of, figure })));

const spreadIn = (results: Results, of: string, figure: string): string =>
  formatSpread(spreadOf(series(results, { of, figure })));

function throughputTable(results: Results, groups: readonly ContenderGroup[]): string | null {
  const rows = groups.flatMap(({ title, contenders }) => {
    const ran = contenders.filter(({ name }) => results.has(name));
    if (ran.length === 0) return [];
    return [
      [`**${title}**`],
      ...ran.map(({ name, title: what, rowsPerItem = 1 }) => [
        what,
        `\`${name}\``,
        spreadIn(results, name, 'itemsPerSecond'),
        String(rowsPerItem),
        middleOf(results, name, 'walBytesPerItem'),
        middleOf(results, name, 'tableBytesPerItem'),
        middleOf(results, name, 'fsyncsPerItem'),
        middleOf(results, name, 'clientMicrosecondsPerItem'),
        middleOf(results, name, 'serverMicrosecondsPerItem'),
      ]),
    ];
  });
  if (rows.length === 0) return null;
  const headings = ['items/s', 'rows', 'WAL B', 'table B', 'fsyncs', 'client µs', 'server µs'];
  return markdownTable([left(''), left('case'), ...headings.map(right)], rows);
}

function comparisonTable(results: Results): string | null {
  const rows = COMPARISONS.flatMap((comparison) => {
    const { figure, over, unit } = comparison;
    const values = over === undefined ? series(results, figure) : pairedRatios(results, figure, over);
    if (values.length === 0) return [];
    const spread = spreadOf(values);
    return [
      [
        FIGURE_TITLES[figure.figure] ?? figure.figure,
        `\`${figure.of}\``,
        over === undefined ? '' : `\`${over.of}\``,
        formatSpread(spread, unit),
        ...verdict(comparison, spread.median),
      ],
    ];
  });
  if (rows.length === 0) return null;
  const columns = [left('figure'), left('of'), left('over'), right('median [min–max]'), right('aim'), left('')];
  return markdownTable(columns, rows);
}

function verdict({ aim, unit }: Comparison, value: number): string[] {
  if (aim === undefined) return [];
  const reached = 'atLeast' in aim ? value >= aim.atLeast : value <= aim.atMost;
  const limit = 'atLeast' in aim ? `≥ ${aim.atLeast}` : `≤ ${aim.atMost}`;
  return [`${limit}${unit}`, reached ? 'reached' : 'missed'];
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
