import type { Output } from '../output.ts';
import { type Line, span } from './line.ts';
import { printLine } from './print-line.ts';

/** Prints lines below a title, after an empty line; nothing if there are none. */
export function printSection(output: Output, title: string, lines: readonly Line[]): void {
  if (lines.length === 0) return;
  output.print();
  printLine(output, [span(title, 'bold')]);
  for (const line of lines) printLine(output, [span('  '), ...line]);
}
