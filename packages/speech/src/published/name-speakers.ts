import type { Segment } from '../transcript/transcript.ts';

/** `Anna Berg: Good morning.` */
const NAMED = /^(\p{Lu}[\p{L}\p{N} .'’-]{0,39}):\s+(?=\S)/u;
/** A name that is there once may be anything that ends in a colon. */
const LEAST_LINES = 2;

/** Takes the names of speakers from the beginnings of lines, where transcripts without a place for them have them. */
export function nameSpeakers(segments: readonly Segment[]): readonly Segment[] {
  const lines = new Map<string, number>();
  for (const { text } of segments) {
    const name = NAMED.exec(text)?.[1];
    if (name !== undefined) lines.set(name, (lines.get(name) ?? 0) + 1);
  }
  return segments.map((segment) => {
    const [prefix, name] = segment.speaker === undefined ? (NAMED.exec(segment.text) ?? []) : [];
    if (prefix === undefined || name === undefined || (lines.get(name) ?? 0) < LEAST_LINES) return segment;
    return { ...segment, text: segment.text.slice(prefix.length), speaker: name };
  });
}
