import type { Output } from '../output.ts';
import { wrapToCells } from './cells.ts';
import { type Colour, span } from './line.ts';
import { plain } from './plain.ts';
import { printLine } from './print-line.ts';

/** Prints text as long as it is, on as many lines as it takes; without a terminal on one. */
export function printWrapped(output: Output, text: string, colour?: Colour): void {
  const columns = output.isTerminal ? output.columns : Number.POSITIVE_INFINITY;
  for (const line of wrapToCells(plain(text), columns)) printLine(output, [span(line, colour)]);
}
