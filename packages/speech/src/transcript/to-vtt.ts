import type { Segment, Transcript } from './transcript.ts';

/** The transcript as WebVTT, with the speakers that are known. */
export function toVtt({ segments }: Transcript): string {
  return ['WEBVTT', ...segments.map(cueOf)].join('\n\n').concat('\n');
}

function cueOf({ start, end, text, speaker }: Segment): string {
  const voice = speaker === undefined ? '' : `<v ${escaped(speaker.replace(/\s+/g, ' '))}>`;
  return `${timestamp(start)} --> ${timestamp(end)}\n${voice}${escaped(text.trim().replace(/\s*\n\s*/g, ' '))}`;
}

function timestamp(seconds: number): string {
  const ms = Math.round(seconds * 1_000);
  const part = (value: number, digits: number) => String(value).padStart(digits, '0');
  const clock = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1_000) % 60];
  return `${clock.map((value) => part(value, 2)).join(':')}.${part(ms % 1_000, 3)}`;
}

/** Also of the arrow, which would end a cue's text. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
