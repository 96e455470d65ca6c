import { cellsOf, padToCells } from './cells.ts';
import type { Colour, Line, Span } from './line.ts';
import { plain } from './plain.ts';

export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly colour?: (row: Row) => Colour | undefined;
  readonly align?: 'left' | 'right';
  /** What is left out first where the terminal is too narrow: the highest number. Default: never. */
  readonly dropOrder?: number;
}

const GAP = 2;
/** A last column that would be narrower than this tells nothing. */
const LEAST_LAST = 8;

/** A table with its head, of as many of its columns as fit. What is too long in the last one is cut when it is printed. */
export function tableLines<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  cells: number,
  headColour: Colour = 'dim',
): Line[] {
  const texts = new Map(columns.map((column) => [column, rows.map((row) => plain(column.text(row)))]));
  const widths = new Map(
    columns.map((column) => [column, Math.max(...[column.title, ...(texts.get(column) ?? [])].map(cellsOf))]),
  );
  const used = (some: readonly Column<Row>[]) =>
    some.filter((column) => texts.get(column)?.some((text) => text !== ''));
  const kept = fitting(used(columns), widths, cells);
  const line = (textOf: (column: Column<Row>) => Span): Line =>
    kept.map((column, index) => {
      const { text, colour } = textOf(column);
      if (index === kept.length - 1 && column.align !== 'right') return { text, colour };
      const padded = padToCells(text, widths.get(column) ?? 0, column.align);
      return { text: index === kept.length - 1 ? padded : `${padded}${' '.repeat(GAP)}`, colour };
    });
  return [
    line(({ title }) => ({ text: title, colour: headColour })),
    ...rows.map((row, index) =>
      line((column) => ({ text: texts.get(column)?.[index] ?? '', colour: column.colour?.(row) })),
    ),
  ];
}

/** Leaves out columns until all but the last have their full width. */
function fitting<Row>(
  columns: readonly Column<Row>[],
  widths: ReadonlyMap<Column<Row>, number>,
  cells: number,
): readonly Column<Row>[] {
  const needed = columns.reduce((sum, column, index) => {
    const width = widths.get(column) ?? 0;
    return sum + (index === columns.length - 1 ? Math.min(width, LEAST_LAST) : width + GAP);
  }, 0);
  const first = columns.reduce<Column<Row> | undefined>(
    (worst, column) => ((column.dropOrder ?? 0) > (worst?.dropOrder ?? 0) ? column : worst),
    undefined,
  );
  if (needed <= cells || first === undefined) return columns;
  return fitting(
    columns.filter((column) => column !== first),
    widths,
    cells,
  );
}
