import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Clip } from './clips.ts';

/** Silence after each clip, in seconds: as somebody pauses who reads aloud. */
const PAUSE_S = 0.8;
const WAV_BYTES_PER_SECOND = 32_000;
const WAV_HEADER_BYTES = 44;

const run = promisify(execFile);

/** A file to transcribe. */
export interface Talk {
  readonly path: string;
  readonly durationS: number;
  readonly said: string;
}

/** Clips one after the other with pauses, all of them so many times: 16 kHz WAV, which every local engine takes as it is. */
export async function makeTalk(to: string, clips: readonly Clip[], rounds: number): Promise<Talk> {
  const all = Array.from({ length: rounds }, () => clips).flat();
  const padded = all.map((_, index) => `[${index}:a]aresample=16000,apad=pad_dur=${PAUSE_S}[c${index}]`);
  const joined = `${all.map((_, index) => `[c${index}]`).join('')}concat=n=${all.length}:v=0:a=1`;
  const filter = [...padded, joined].join(';');
  const inputs = all.flatMap(({ path }) => ['-i', path]);
  // Without a note of who made it: PocketSphinx takes whatever follows the first 44 bytes for sound.
  await ffmpeg(...inputs, '-filter_complex', filter, '-ac', '1', '-ar', '16000', '-bitexact', to);
  const durationS = ((await stat(to)).size - WAV_HEADER_BYTES) / WAV_BYTES_PER_SECOND;
  return { path: to, durationS, said: all.map(({ said }) => said).join(' ') };
}

export const HOUR_S = 3_600;

/** An hour of a talk that begins again and again, as podcasts come: MP3. */
export async function makeHour(folder: string, clips: readonly Clip[]): Promise<string> {
  const round = await makeTalk(join(folder, 'round.wav'), clips, 1);
  const to = join(folder, 'hour.mp3');
  await ffmpeg('-stream_loop', '-1', '-i', round.path, '-t', String(HOUR_S), '-c:a', 'libmp3lame', '-b:a', '64k', to);
  return to;
}

async function ffmpeg(...args: readonly string[]): Promise<void> {
  await run('ffmpeg', ['-v', 'error', '-y', ...args]);
}
