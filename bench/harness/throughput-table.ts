import type { Results } from './case.ts';
import { middleOf, spreadIn } from './report.ts';
import { left, markdownTable, right } from './table.ts';
import type { Contender } from './throughput.ts';

/** Contenders that stand together in a table. */
export interface ContenderGroup {
  readonly title: string;
  readonly contenders: readonly Contender[];
}

/** Those contenders that ran; `null` if there are none. `unit`: what the items are, in the plural. */
export function throughputTable(results: Results, groups: readonly ContenderGroup[], unit = 'items'): string | null {
  const comparesRows = groups.some(({ contenders }) => contenders.some(({ rowsPerItem }) => rowsPerItem !== undefined));
  const rows = groups.flatMap(({ title, contenders }) => {
    const ran = contenders.filter(({ name }) => results.has(name));
    if (ran.length === 0) return [];
    return [
      [`**${title}**`],
      ...ran.map(({ name, title: what, rowsPerItem = 1 }) => [
        what,
        `\`${name}\``,
        spreadIn(results, name, 'itemsPerSecond'),
        ...(comparesRows ? [String(rowsPerItem)] : []),
        middleOf(results, name, 'walBytesPerItem'),
        middleOf(results, name, 'tableBytesPerItem'),
        middleOf(results, name, 'fsyncsPerItem'),
        middleOf(results, name, 'clientMicrosecondsPerItem'),
        middleOf(results, name, 'serverMicrosecondsPerItem'),
      ]),
    ];
  });
  if (rows.length === 0) return null;
  const headings = [
    `${unit}/s`,
    ...(comparesRows ? ['rows'] : []),
    'WAL B',
    'table B',
    'fsyncs',
    'client µs',
    'server µs',
  ];
  return markdownTable([left(''), left('case'), ...headings.map(right)], rows);
}
