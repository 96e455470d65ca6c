import { wordsOf } from '../text/words-of.ts';

/** A piece of a transcript that is found as one. Times in seconds. */
export interface PlannedChunk {
  readonly text: string;
  readonly startS: number;
  readonly endS: number;
  /** The segments that it is made of: the places of the first and of the last one. */
  readonly segmentStart: number;
  readonly segmentEnd: number;
}

export interface ChunkedSegment {
  readonly startS: number;
  readonly endS: number;
  readonly text: string;
}

export const CHUNK_WORDS = 150;

/**
 * Cuts a transcript at the ends of segments. A chunk ends with the segment that brings it to `targetWords`, and the next one
 * begins with that segment again, so that what is said across the cut is found; its words count in both. A segment that is
 * as long as a whole chunk is one by itself, and is in no other.
 */
export function planChunks(segments: readonly ChunkedSegment[], targetWords = CHUNK_WORDS): PlannedChunk[] {
  const chunks: PlannedChunk[] = [];
  let from = 0;
  let words = 0;
  let hasNew = false;
  for (const [index, { text }] of segments.entries()) {
    const own = wordsOf(text).length;
    if (own >= targetWords) {
      if (hasNew) chunks.push(joined(segments, from, index - 1));
      chunks.push(joined(segments, index, index));
      from = index + 1;
      words = 0;
      hasNew = false;
      continue;
    }
    words += own;
    hasNew = true;
    if (words < targetWords) continue;
    chunks.push(joined(segments, from, index));
    from = index;
    words = own;
    hasNew = false;
  }
  if (hasNew) chunks.push(joined(segments, from, segments.length - 1));
  return chunks;
}

function joined(segments: readonly ChunkedSegment[], segmentStart: number, segmentEnd: number): PlannedChunk {
  const own = segments.slice(segmentStart, segmentEnd + 1);
  return {
    text: own.map(({ text }) => text).join(' '),
    startS: own[0]?.startS ?? 0,
    // Where people talk at once, the segment that ends last need not be the last one.
    endS: Math.max(...own.map(({ endS }) => endS)),
    segmentStart,
    segmentEnd,
  };
}
