import type { Segment } from '@telltale/speech';

/** A silence of so many seconds begins a new paragraph, as does another speaker. */
const PAUSE_S = 2;

/** A transcript for reading: a paragraph for each turn, with who speaks where that is known. */
export function toText(segments: readonly Segment[]): string {
  const paragraphs: string[] = [];
  let before: Segment | undefined;
  for (const segment of segments) {
    const { speaker, start, text } = segment;
    const goesOn = before !== undefined && before.speaker === speaker && start - before.end < PAUSE_S;
    const name = speaker === undefined || before?.speaker === speaker ? '' : `${speaker}: `;
    if (goesOn) paragraphs.push(`${paragraphs.pop()} ${text}`);
    else paragraphs.push(`${name}${text}`);
    before = segment;
  }
  return `${paragraphs.join('\n\n')}\n`;
}
