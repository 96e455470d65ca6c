/** A part of a text, in UTF-16 units; `end` is behind its last. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** What Postgres puts around the words that were found: characters that stand for nothing, and so are in no text. */
export const MARKS = { start: '\ue000', stop: '\ue001' } as const;

/** Where the marks stood in a text, as if they were not there. */
export function markedRanges(marked: string): readonly TextRange[] {
  const ranges: TextRange[] = [];
  let start = 0;
  let marks = 0;
  for (const { 0: mark, index } of marked.matchAll(/[\ue000\ue001]/g)) {
    const place = index - marks;
    if (mark === MARKS.start) start = place;
    else ranges.push({ start, end: place });
    marks += 1;
  }
  return ranges;
}
