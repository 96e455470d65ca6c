import { type FigureOf, pairedRatios, type Results, series } from './case.ts';
import { formatSpread } from './format.ts';
import { spreadOf } from './statistics.ts';
import { left, markdownTable, right } from './table.ts';

/** A figure of a case, perhaps divided by a figure of another case, and what we aim at. */
export interface Comparison {
  readonly figure: FigureOf;
  /** The other case: its figure of the same repeat is what this one is divided by. */
  readonly over?: FigureOf;
  readonly unit: string;
  readonly aim?: { readonly atLeast: number } | { readonly atMost: number };
}

/** How many times as much of a figure one case gives as another. */
export function times(figure: string, of: string, over: string, atLeast?: number): Comparison {
  const comparison = { figure: { of, figure }, over: { of: over, figure }, unit: '×' };
  return atLeast === undefined ? comparison : { ...comparison, aim: { atLeast } };
}

export function limit(figure: string, of: string, unit: string, atMost: number): Comparison {
  return { figure: { of, figure }, unit, aim: { atMost } };
}

/** Those whose cases ran; `null` if there are none. `titles`: what figures are called, where that is not their name. */
export function comparisonTable(
  results: Results,
  comparisons: readonly Comparison[],
  titles: Readonly<Record<string, string>>,
): string | null {
  const rows = comparisons.flatMap((comparison) => {
    const { figure, over, unit } = comparison;
    const values = over === undefined ? series(results, figure) : pairedRatios(results, figure, over);
    if (values.length === 0) return [];
    const spread = spreadOf(values);
    return [
      [
        titles[figure.figure] ?? figure.figure,
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
  const bound = 'atLeast' in aim ? `≥ ${aim.atLeast}` : `≤ ${aim.atMost}`;
  return [`${bound}${unit}`, reached ? 'reached' : 'missed'];
}
