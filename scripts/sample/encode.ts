import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE_RATE, type Spoken } from './speak.ts';

export interface Tags {
  readonly title: string;
  readonly album: string;
  readonly artist: string;
  readonly date: string;
  readonly track: string;
}

/** Writes speech as an MP3 with tags and chapters. Needs ffmpeg on the PATH. */
export function encode({ samples, durationS, chapters }: Spoken, file: string, tags: Tags): void {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-encode-'));
  try {
    const about = join(folder, 'about.txt');
    const marks = chapters.flatMap(({ startS, title }, index) => {
      const endS = chapters[index + 1]?.startS ?? durationS;
      return ['[CHAPTER]', 'TIMEBASE=1/1000', `START=${ms(startS)}`, `END=${ms(endS)}`, `title=${title}`];
    });
    const lines = Object.entries(tags).map(([name, value]) => `${name}=${value}`);
    writeFileSync(about, [';FFMETADATA1', ...lines, ...marks, ''].join('\n'));
    const input = ['-f', 's16le', '-ar', String(SAMPLE_RATE), '-ac', '1', '-i', 'pipe:0', '-i', about];
    const loudness = ['-af', 'loudnorm=I=-16:TP=-1.5:LRA=11', '-ar', String(SAMPLE_RATE)];
    const output = ['-map', '0:a', '-map_metadata', '1', '-map_chapters', '1', '-c:a', 'libmp3lame', '-b:a', '24k'];
    execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...input, ...loudness, ...output, '-bitexact', file], {
      input: samples,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ms(seconds: number): number {
  return Math.round(seconds * 1_000);
}
