import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Line, Script } from './read-script.ts';

/** Voices of flite. */
const VOICES: Readonly<Record<string, string>> = { Nell: 'slt', Robin: 'rms' };
/** Of flite's speech: mono, 16 bits. */
export const SAMPLE_RATE = 16_000;
const BYTES_PER_SECOND = SAMPLE_RATE * 2;
const HEADER_BYTES = 44;
/** A little faster than flite by itself. */
const STRETCH = '0.96';
const PAUSE_S = { sentence: 0.12, speaker: 0.35, chapter: 0.5 };
/** What is quieter, of 32,767, at both ends of a sentence is silence. */
const QUIET = 200;

export interface Cue {
  readonly startS: number;
  readonly endS: number;
  readonly speaker: string;
  readonly text: string;
}

/** Speech as samples, and where in it each sentence is. */
export interface Speech {
  readonly samples: Buffer;
  readonly durationS: number;
  readonly cues: readonly Cue[];
}

/** An episode, and where in it everything is. */
export interface Spoken extends Speech {
  readonly chapters: readonly { readonly startS: number; readonly title: string }[];
}

/** Speaks an episode, each chapter after a bell. Needs flite on the PATH. */
export function speak({ chapters }: Script): Spoken {
  const parts: Buffer[] = [];
  const cues: Cue[] = [];
  const starts: { startS: number; title: string }[] = [];
  const now = () => secondsOf(parts);
  for (const { title, lines } of chapters) {
    starts.push({ startS: now(), title });
    parts.push(bell(), silence(PAUSE_S.chapter));
    const at = now();
    const speech = speakLines(lines);
    parts.push(speech.samples, silence(PAUSE_S.chapter));
    cues.push(...speech.cues.map((cue) => ({ ...cue, startS: at + cue.startS, endS: at + cue.endS })));
  }
  return { samples: Buffer.concat(parts), durationS: now(), cues, chapters: starts };
}

/** Speaks sentence by sentence, so that the time of each is known. */
export function speakLines(lines: readonly Line[]): Speech {
  const parts: Buffer[] = [];
  const cues: Cue[] = [];
  for (const { speaker, text, spoken } of lines) {
    const changes = cues.length > 0 && cues.at(-1)?.speaker !== speaker;
    parts.push(silence(changes ? PAUSE_S.speaker : PAUSE_S.sentence));
    const startS = secondsOf(parts);
    parts.push(sentence(speaker, spoken));
    cues.push({ startS, endS: secondsOf(parts), speaker, text });
  }
  return { samples: Buffer.concat(parts), durationS: secondsOf(parts), cues };
}

function secondsOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0) / BYTES_PER_SECOND;
}

function sentence(speaker: string, text: string): Buffer {
  const voice = VOICES[speaker];
  if (voice === undefined) throw new Error(`Nobody speaks for ${speaker}.`);
  const folder = mkdtempSync(join(tmpdir(), 'telltale-speak-'));
  try {
    const file = join(folder, 'sentence.wav');
    execFileSync('flite', ['-voice', voice, '--setf', `duration_stretch=${STRETCH}`, '-t', text, '-o', file]);
    return trimmed(readFileSync(file).subarray(HEADER_BYTES));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Without the silence at both ends, so that its times are those of the voice. */
function trimmed(samples: Buffer): Buffer {
  const isLoud = (at: number) => Math.abs(samples.readInt16LE(at)) > QUIET;
  let start = 0;
  let end = samples.length - (samples.length % 2);
  while (start < end && !isLoud(start)) start += 2;
  while (end > start && !isLoud(end - 2)) end -= 2;
  return samples.subarray(start, end);
}

function silence(seconds: number): Buffer {
  return Buffer.alloc(Math.round(seconds * SAMPLE_RATE) * 2);
}

/** A buoy's bell, which each chapter begins with. */
function bell(): Buffer {
  const partials = [
    [660, 1],
    [1_320, 0.5],
    [1_782, 0.3],
  ] as const;
  const length = Math.round(1.4 * SAMPLE_RATE);
  const samples = Buffer.alloc(length * 2);
  for (let at = 0; at < length; at += 1) {
    const t = at / SAMPLE_RATE;
    const wave = partials.reduce((sum, [hertz, share]) => sum + share * Math.sin(2 * Math.PI * hertz * t), 0);
    samples.writeInt16LE(Math.round(3_500 * wave * Math.exp(-4 * t) * Math.min(1, t * 200)), at * 2);
  }
  return samples;
}
