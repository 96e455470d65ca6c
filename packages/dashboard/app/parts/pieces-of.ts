/** A part of a text, by UTF-16 units; `end` is behind the last. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

interface TextPiece {
  readonly start: number;
  readonly text: string;
  /** Which of the ranges it is; `null`: none. */
  readonly range: number | null;
}

/** Cuts a text where ranges begin and end. They come in order; what overlaps an earlier one or is not in the text is left out. */
export function piecesOf(text: string, ranges: readonly TextRange[]): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const [index, { start, end }] of ranges.entries()) {
    if (start < at || end <= start || end > text.length) continue;
    if (start > at) pieces.push({ start: at, text: text.slice(at, start), range: null });
    pieces.push({ start, text: text.slice(start, end), range: index });
    at = end;
  }
  if (at < text.length) pieces.push({ start: at, text: text.slice(at), range: null });
  return pieces;
}
