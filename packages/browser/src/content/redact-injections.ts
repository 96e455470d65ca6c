import { INJECTION_PATTERNS } from './injection-patterns.ts';
import { forMatching } from './normalize.ts';

/** What stands in the place of a line that speaks to an assistant. */
export const REDACTED_LINE = '[line left out: it reads like instructions to an assistant]';

/** Of a longer line only the sentences that match are left out. */
const WHOLE_LINE_CHARACTERS = 300;
const PIECE_CHARACTERS = 2_000;
const PIECES = new RegExp(`.{1,${PIECE_CHARACTERS}}`, 'g');
/** An order may be spread over so many short lines. */
const SPREAD_LINES = 3;
const SPREAD_CHARACTERS = 120;

/** Whether a text reads like instructions to an assistant. */
export function looksInjected(text: string): boolean {
  const plain = forMatching(text).replaceAll(/\s+/g, ' ');
  return INJECTION_PATTERNS.some((pattern) => pattern.test(plain));
}

export interface Redacted {
  readonly text: string;
  /** How many lines, or sentences of long lines, were left out. */
  readonly leftOut: number;
}

/**
 * Leaves out the lines that read like instructions to an assistant, and of long lines the sentences. It is one guard of
 * several: what gets past it is still marked as data.
 */
export function redactInjections(text: string): Redacted {
  const lines = text.split('\n').map(redactLine);
  for (let end = 1; end < lines.length; end += 1) redactSpread(lines, end);
  return {
    text: lines.map(({ kept }) => kept).join('\n'),
    leftOut: lines.reduce((sum, { leftOut }) => sum + leftOut, 0),
  };
}

interface Line {
  kept: string;
  leftOut: number;
}

function redactLine(line: string): Line {
  if (line.length <= WHOLE_LINE_CHARACTERS) {
    return looksInjected(line) ? { kept: REDACTED_LINE, leftOut: 1 } : { kept: line, leftOut: 0 };
  }
  let leftOut = 0;
  const kept = piecesOf(line).map((piece, index, pieces) => {
    // A sentence without an end is cut anywhere: the next words count as well.
    const next = piece.length < PIECE_CHARACTERS ? '' : (pieces[index + 1]?.slice(0, SPREAD_CHARACTERS) ?? '');
    if (!looksInjected(piece + next)) return piece;
    leftOut += 1;
    return `${REDACTED_LINE} `;
  });
  return { kept: kept.join(''), leftOut };
}

function piecesOf(line: string): string[] {
  const sentences = line.split(/(?<=[.!?。！？]\s)/);
  return sentences.flatMap((sentence) => sentence.match(PIECES) ?? []);
}

/** What no line says alone, and the short ones that end here say together. */
function redactSpread(lines: Line[], end: number): void {
  for (let count = 2; count <= SPREAD_LINES && end - count + 1 >= 0; count += 1) {
    const spread = lines.slice(end - count + 1, end + 1);
    if (spread.some(({ kept, leftOut }) => leftOut > 0 || kept.length > SPREAD_CHARACTERS)) return;
    if (!looksInjected(spread.map(({ kept }) => kept).join(' '))) continue;
    for (const line of spread) Object.assign(line, { kept: REDACTED_LINE, leftOut: 1 });
    return;
  }
}
