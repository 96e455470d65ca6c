import type { Piece } from '../audio/plan-pieces.ts';
import type { Segment, Transcript, Word } from '../transcript/transcript.ts';

/** A piece's transcript with times of the whole audio, to the millisecond. What an engine heard outside of the piece is at its edge. */
export function shiftTranscript({ segments, language }: Transcript, { startMs, endMs }: Piece): Transcript {
  const at = (seconds: number) => Math.max(startMs, Math.min(endMs, Math.round(startMs + seconds * 1_000))) / 1_000;
  const shift = <T extends Segment | Word>(timed: T): T => ({ ...timed, start: at(timed.start), end: at(timed.end) });
  return {
    language,
    segments: segments.map((segment) => ({
      ...shift(segment),
      ...(segment.words === undefined ? {} : { words: segment.words.map(shift) }),
    })),
  };
}
