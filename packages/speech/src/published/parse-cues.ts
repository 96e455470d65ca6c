import type { Segment } from '../transcript/transcript.ts';
import { plainText } from './plain-text.ts';
import { readClock } from './read-clock.ts';

const TIMES = /^\s*([\d:.,]+)\s*-->\s*([\d:.,]+)/;
// One blank, as of several there would be as many ways to part them from a name that never ends.
const VOICE = /<v(?:\.[^\s>]*)?\s([^>]+)>/;
const TAG = /<[^<>]*>/g;

/**
 * The cues of WebVTT and of SubRip, which differ in a comma. A cue begins at its line of times and ends at a blank line or at
 * the next such line, so that files with a line too many or too few are read as they were meant. Lines end in `\n`.
 */
export function parseCues(text: string): readonly Segment[] {
  const cues: { start: number; end: number; lines: string[] }[] = [];
  let open = false;
  for (const [index, line] of text.split('\n').entries()) {
    const [, from, to] = TIMES.exec(line) ?? [];
    if (from !== undefined && to !== undefined) {
      if (open) dropName(cues.at(-1)?.lines);
      cues.push({ start: readClock(from), end: readClock(to), lines: [] });
      open = true;
    } else if (line.trim() === '') {
      open = false;
    } else if (open && index > 0) {
      cues.at(-1)?.lines.push(line);
    }
  }
  return cues.flatMap(({ start, end, lines }) => voices(lines.join('\n')).map((said) => ({ start, end, ...said })));
}

/** The number of the next cue, where no blank line is before it. */
function dropName(lines: string[] = []): void {
  if (/^\d+$/.test(lines.at(-1)?.trim() ?? '')) lines.pop();
}

/** What each voice says. A cue with several is split; all its parts have its times. */
function voices(payload: string): readonly Pick<Segment, 'text' | 'speaker'>[] {
  return payload.split(/(?=<v[.\s])/).flatMap((part) => {
    const speaker = VOICE.exec(part)?.[1]?.trim();
    const text = plainText(part.replace(TAG, ''));
    if (text === '') return [];
    return speaker ? [{ text, speaker: plainText(speaker) }] : [{ text }];
  });
}
