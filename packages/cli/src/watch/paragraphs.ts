import { cutToCells, wrapToCells } from '../format/cells.ts';
import { type Line, span } from '../format/line.ts';
import { plain } from '../format/plain.ts';
import type { Message } from '../runs/messages.ts';
import type { Block } from './layout.ts';

/** Text that is as long as it is: wrapped, and cut after the last line that there is room for. */
export function paragraphs(rank: number, least: number, texts: readonly Message[], columns: number): Block {
  const lines = texts.flatMap(({ text, colour }) =>
    wrapToCells(plain(text), columns).map((line) => span(line, colour)),
  );
  return {
    rank,
    least,
    most: lines.length,
    lines: (rows) =>
      lines.slice(0, rows).map(({ text, colour }, index): Line => {
        const isCut = index === rows - 1 && rows < lines.length;
        return [span(isCut ? cutToCells(`${text}…`, columns) : text, colour)];
      }),
  };
}
