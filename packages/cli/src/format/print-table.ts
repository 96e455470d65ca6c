import type { Output } from '../output.ts';
import { printable } from './line.ts';
import { type Column, tableLines } from './table.ts';

/** Prints a table that fits the terminal; into a file or a pipe it is as wide as it is. */
export function printTable<Row>(output: Output, rows: readonly Row[], columns: readonly Column<Row>[]): void {
  const cells = output.isTerminal ? output.columns : Number.POSITIVE_INFINITY;
  for (const line of tableLines(rows, columns, cells)) output.print(printable(line, cells, output.style).trimEnd());
}
