import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Printable ASCII: each character is one cell, which is most of what is ever drawn. */
const NARROW = /^[ -~]*$/;

/** How many cells of a terminal the text takes. */
export function cellsOf(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text);
}

/** The text in at most so many cells, cut between characters, with `…` for what is missing. */
export function cutToCells(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text;
  return cells <= 0 ? '' : `${beginning(text, cells - 1)}…`;
}

/** The text with spaces after it (or before it), up to so many cells. */
export function padToCells(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, cells - cellsOf(text)));
  return align === 'left' ? `${text}${space}` : `${space}${text}`;
}

/** The text on lines of at most so many cells, broken between words, and inside a word that is longer than a line. */
export function wrapToCells(text: string, cells: number): string[] {
  const width = Math.max(1, cells);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (cellsOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (cellsOf(line) > width) {
      // A character that is wider than the line stands alone, or this would never end.
      const part = beginning(line, width) || firstCharacter(line);
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

function beginning(text: string, cells: number): string {
  let end = 0;
  let taken = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    taken += cellsOf(segment);
    if (taken > cells) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

function firstCharacter(text: string): string {
  for (const { segment } of graphemes.segment(text)) return segment;
  return '';
}
