import type { Segment } from '@telltale/speech';
import { tidyText } from '../text/tidy-text.ts';

/** Some minutes of speech. What is longer, where a publisher gives few times, could neither be found nor be linked to. */
const MAX_CHARACTERS = 2_000;

/**
 * Segments as they are kept: in the order of their beginnings, none empty, none that ends before it begins, none of many
 * minutes, and of characters that Postgres stores.
 */
export function tidySegments(segments: readonly Segment[]): readonly Segment[] {
  return segments
    .map(({ start, end, text, speaker, words }) => ({
      start,
      end: Math.max(start, end),
      text: tidyText(text),
      ...(speaker === undefined ? {} : { speaker: tidyText(speaker).slice(0, MAX_CHARACTERS).toWellFormed() }),
      ...(words === undefined ? {} : { words: words.map((word) => ({ ...word, word: tidyText(word.word) })) }),
    }))
    .filter(({ text }) => text !== '')
    .flatMap(inParts)
    .toSorted((left, right) => left.start - right.start);
}

/** A segment that is too long as several, which share its time by their length, and its words by their times. */
function inParts(segment: Segment): readonly Segment[] {
  const { text, start, end, words } = segment;
  if (text.length <= MAX_CHARACTERS) return [segment];
  const parts: Segment[] = [];
  for (let from = 0; from < text.length; ) {
    const to = endOfPart(text, from);
    const timeOf = (place: number) => start + ((end - start) * place) / text.length;
    const isSaid = (word: { readonly start: number }) =>
      (from === 0 || word.start >= timeOf(from)) && (to === text.length || word.start < timeOf(to));
    parts.push({
      ...segment,
      start: timeOf(from),
      end: timeOf(to),
      text: text.slice(from, to).trim(),
      ...(words === undefined ? {} : { words: words.filter(isSaid) }),
    });
    from = to;
  }
  return parts;
}

/** Behind the last blank that is near enough; without one, wherever no character is cut in two. */
function endOfPart(text: string, from: number): number {
  const most = from + MAX_CHARACTERS;
  if (most >= text.length) return text.length;
  const blank = text.lastIndexOf(' ', most - 1);
  if (blank > from) return blank + 1;
  return text.codePointAt(most - 1) === text.charCodeAt(most - 1) ? most : most - 1;
}
