import type { TextRange } from '../../../parts/pieces-of.ts';

/** Where a text stands in a segment. */
export interface Match extends TextRange {
  readonly segment: number;
}

/** All places of what is looked for, in order; upper and lower case and the kind of white space are the same. */
export function findMatches(segments: readonly { readonly text: string }[], wanted: string): readonly Match[] {
  const words = wanted.trim().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return [];
  const pattern = new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')).join('\\s+'), 'giu');
  return segments.flatMap(({ text }, segment) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ segment, start: index, end: index + found.length })),
  );
}
