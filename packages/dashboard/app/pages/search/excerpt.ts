import type { TextRange } from '../../parts/pieces-of.ts';

interface Excerpt {
  readonly text: string;
  /** In the excerpt. */
  readonly ranges: readonly TextRange[];
  /** Something was left out before it, or behind. */
  readonly isCutBefore: boolean;
  readonly isCutBehind: boolean;
}

/** How far before the first match it begins. */
const BEFORE = 80;

/** About so many characters of a text around the first of its matches, cut between words. */
export function excerptOf(text: string, ranges: readonly TextRange[], length: number): Excerpt {
  if (text.length <= length * 1.25) return { text, ranges, isCutBefore: false, isCutBehind: false };
  const first = ranges[0]?.start ?? 0;
  const earliest = Math.min(Math.max(0, first - BEFORE), text.length - length);
  const start = earliest === 0 ? 0 : wordStart(text, earliest, first);
  const end = wordEnd(text, Math.min(text.length, start + length));
  return {
    text: text.slice(start, end),
    ranges: ranges
      .filter((range) => range.start >= start && range.end <= end)
      .map((range) => ({ start: range.start - start, end: range.end - start })),
    isCutBefore: start > 0,
    isCutBehind: end < text.length,
  };
}

/** The beginning of a word from there on, but not behind `latest`. Text without spaces is cut as it comes. */
function wordStart(text: string, from: number, latest: number): number {
  const space = text.indexOf(' ', from);
  return space >= 0 && space < Math.max(latest, from + 1) ? space + 1 : from;
}

function wordEnd(text: string, to: number): number {
  if (to >= text.length) return text.length;
  const space = text.lastIndexOf(' ', to);
  return space > to - 40 ? space : to;
}
