import { type Results, series } from './case.ts';
import { formatNumber, formatSpread } from './format.ts';
import { median, spreadOf } from './statistics.ts';

/** A report of the sections of which something ran, in this order. */
export function sections(all: readonly (readonly [title: string, table: string | null])[]): string {
  return all
    .filter(([, table]) => table !== null)
    .map(([title, table]) => `### ${title}\n\n${table}`)
    .join('\n\n');
}

/** A figure's median over the repeats. */
export function middleOf(results: Results, of: string, figure: string): string {
  return formatNumber(median(series(results, { of, figure })));
}

/** The same with the least and the most. */
export function spreadIn(results: Results, of: string, figure: string): string {
  return formatSpread(spreadOf(series(results, { of, figure })));
}
