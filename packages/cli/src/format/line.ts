import type { Output } from '../output.ts';
import { cellsOf, cutToCells } from './cells.ts';
import { plain } from './plain.ts';

/** How text is coloured, or not: `Output.style`. */
export type Paint = Output['style'];
export type Colour = Parameters<Paint>[0];

/** A piece of a line in one colour. */
export interface Span {
  readonly text: string;
  readonly colour?: Colour | undefined;
}

/** A line before it is coloured and cut. */
export type Line = readonly Span[];

export function span(text: string, colour?: Colour): Span {
  return { text, colour };
}

/** The line for a terminal of so many columns. Everything that is printed of a run goes through here and is made safe. */
export function printable(line: Line, columns: number, paint: Paint): string {
  let left = columns;
  const parts: string[] = [];
  for (const { text, colour } of line) {
    const safe = plain(text);
    const shown = cutToCells(safe, left);
    if (shown !== '') parts.push(colour === undefined ? shown : paint(colour, shown));
    left -= cellsOf(shown);
    if (shown !== safe || left <= 0) break;
  }
  return parts.join('');
}
