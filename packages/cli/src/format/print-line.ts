import type { Output } from '../output.ts';
import { type Line, printable } from './line.ts';

/** Prints a line as long as it is: a terminal wraps it, and a file has room. */
export function printLine(output: Output, line: Line): void {
  output.print(printable(line, Number.POSITIVE_INFINITY, output.style));
}
