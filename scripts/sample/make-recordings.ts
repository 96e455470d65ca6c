// Speaks the episodes of the podcasts that tests listen to: `npm run make-recordings`. Needs flite and ffmpeg on the PATH.
// What it makes is kept in the repository, as not everybody has these.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { runMain } from '../run-main.ts';
import { ROOT } from '../workspaces.ts';
import { SAMPLE_RATE, speakLines } from './speak.ts';

const PODCASTS = join(ROOT, 'packages/testing/src/podcasts');
const FOLDER = join(PODCASTS, 'recordings');
const CODECS: Readonly<Record<string, readonly string[]>> = {
  '.mp3': ['-c:a', 'libmp3lame', '-b:a', '24k'],
  '.m4a': ['-c:a', 'aac', '-b:a', '24k', '-movflags', '+faststart'],
  '.wav': ['-c:a', 'pcm_u8', '-ar', '8000'],
};

/** `static.mp3: One sentence. Another.` */
function record(line: string): void {
  const [file = '', words = ''] = line.split(': ');
  const { name, ext } = parse(file);
  const sentences = words.match(/[^.]+\./g)?.map((each) => each.trim()) ?? [];
  const speech = speakLines(sentences.map((text) => ({ speaker: 'Nell', text, spoken: text })));
  const input = ['-f', 's16le', '-ar', String(SAMPLE_RATE), '-ac', '1', '-i', 'pipe:0'];
  const codec = CODECS[ext] ?? [];
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...input, ...codec, '-bitexact', join(FOLDER, file)], {
    input: speech.samples,
  });
  const cues = speech.cues.map(({ startS, endS, text }) => ({ startS: round(startS), endS: round(endS), text }));
  const about = { durationS: round(speech.durationS), cues };
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(about, null, 2)}\n`);
}

function round(seconds: number): number {
  return Number(seconds.toFixed(3));
}

runMain(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  for (const line of readFileSync(join(PODCASTS, 'spoken.txt'), 'utf8').trim().split('\n')) record(line);
});
