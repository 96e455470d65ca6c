/** What one run of a case measured, by the figure's name. */
export type Figures = Readonly<Record<string, number>>;

/** One thing to measure, once in each repeat. */
export interface Case {
  /** For `--only` and for the tables: lower case, digits and hyphens. */
  readonly name: string;
  /** Runs in the first repeat only. */
  readonly once?: boolean;
  /** Takes its measurements, from a fresh database to its end. */
  run(): Promise<Figures>;
  /** The figures in a few words, for the progress line. */
  headline(figures: Figures): string;
}

/** By case: its figures of each repeat, in order. */
export type Results = ReadonlyMap<string, readonly Figures[]>;

/** A figure of a case, for tables and ratios. */
export interface FigureOf {
  readonly of: string;
  readonly figure: string;
}

/** The figure in each repeat; empty where the case did not run. */
export function series(results: Results, { of, figure }: FigureOf): number[] {
  return (results.get(of) ?? []).map((figures) => figures[figure] ?? Number.NaN);
}

/** Figure by figure, `a` over `b` of the same repeat, so that what slowed the machine down slowed both. */
export function pairedRatios(results: Results, a: FigureOf, b: FigureOf): number[] {
  const below = series(results, b);
  return series(results, a).flatMap((value, repeat) => {
    const other = below[repeat];
    return other === undefined ? [] : [value / other];
  });
}
