import type { Segment } from '@telltale/speech';

/**
 * Segments as they are kept: in the order of their beginnings, none empty, none that ends before it begins, and of
 * characters that Postgres stores.
 */
export function tidySegments(segments: readonly Segment[]): readonly Segment[] {
  return segments
    .map(({ start, end, text, speaker, words }) => ({
      start,
      end: Math.max(start, end),
      text: tidyText(text),
      ...(speaker === undefined ? {} : { speaker: tidyText(speaker) }),
      ...(words === undefined ? {} : { words: words.map((word) => ({ ...word, word: tidyText(word.word) })) }),
    }))
    .filter(({ text }) => text !== '')
    .toSorted((left, right) => left.start - right.start);
}

function tidyText(text: string): string {
  return text.replaceAll('\0', ' ').toWellFormed().replace(/\s+/g, ' ').trim();
}
