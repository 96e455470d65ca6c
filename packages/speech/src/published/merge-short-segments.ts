import type { Segment } from '../transcript/transcript.ts';

/** Segments of fewer words on the mean are put together. */
const SHORT_WORDS = 5;
/** Of one word on the mean, or little more: the times are those of words. */
const SINGLE_WORDS = 1.5;
/** A sentence ends with its stop, with a pause, with another speaker, or when it is this long. */
const PAUSE_S = 1.5;
const LONGEST_WORDS = 40;
const STOP = /[.!?…。？！]["'”’)\]]*$/;

/** Puts the cues of karaoke-like transcripts together to sentences, and keeps their times as those of words where they are. */
export function mergeShortSegments(segments: readonly Segment[]): readonly Segment[] {
  const words = segments.reduce((sum, { text }) => sum + countWords(text), 0);
  if (segments.length < 2 || words / segments.length >= SHORT_WORDS) return segments;
  const areWords = words / segments.length <= SINGLE_WORDS;
  const groups: Segment[][] = [];
  for (const segment of segments) {
    const group = groups.at(-1);
    if (group !== undefined && goesOn(group, segment)) group.push(segment);
    else groups.push([segment]);
  }
  return groups.map((group) => merge(group, areWords));
}

function goesOn(group: readonly Segment[], next: Segment): boolean {
  const last = group.at(-1);
  return (
    last !== undefined &&
    last.speaker === next.speaker &&
    next.start - last.end < PAUSE_S &&
    !STOP.test(last.text) &&
    group.reduce((sum, { text }) => sum + countWords(text), 0) < LONGEST_WORDS
  );
}

function merge(group: readonly Segment[], areWords: boolean): Segment {
  const [{ start, speaker }] = group as [Segment];
  return {
    start,
    end: Math.max(...group.map(({ end }) => end)),
    text: group.map(({ text }) => text).join(' '),
    ...(speaker === undefined ? {} : { speaker }),
    ...(areWords ? { words: group.map(({ start, end, text }) => ({ word: text, start, end })) } : {}),
  };
}

function countWords(text: string): number {
  return text.split(' ').length;
}
