import { piecesOf, type TextRange } from './pieces-of.ts';

interface MarkedProps {
  readonly text: string;
  readonly ranges: readonly TextRange[];
  /** Which of them stands out. Default: none. */
  readonly current?: number | null;
}

/** A text in which some parts are marked. */
export function Marked({ text, ranges, current = null }: MarkedProps) {
  return piecesOf(text, ranges).map((piece) =>
    piece.range === null ? (
      <span key={piece.start}>{piece.text}</span>
    ) : (
      <mark key={piece.start} data-current={piece.range === current}>
        {piece.text}
      </mark>
    ),
  );
}
