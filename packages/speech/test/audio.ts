import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PCM_RATE, wavHeader } from '../src/audio/pcm.ts';
import { runProgram } from '../src/program/run-program.ts';

/** Whether a program is on this machine. */
export async function has(command: string): Promise<boolean> {
  const end = await runProgram('sh', ['-c', 'command -v "$0"', command], { signal: new AbortController().signal });
  return end.code === 0;
}

/** A folder for one test file's audio. */
export async function audioFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'telltale-speech-'));
}

/** Seconds of a tone, or of silence. */
export interface Stretch {
  readonly seconds: number;
  /** Its largest sample, 0 to 1; 0 is silence. */
  readonly level: number;
}

/** 16 kHz PCM of stretches, one after the other. */
export function pcmOf(stretches: readonly Stretch[]): Buffer {
  const parts = stretches.map(({ seconds, level }) => {
    const samples = Math.round(seconds * PCM_RATE);
    const part = Buffer.alloc(samples * 2);
    for (let at = 0; at < samples; at += 1) {
      part.writeInt16LE(Math.round(32_767 * level * Math.sin((2 * Math.PI * 440 * at) / PCM_RATE)), at * 2);
    }
    return part;
  });
  return Buffer.concat(parts);
}

/** Writes a WAV file of stretches. */
export async function writeTones(path: string, stretches: readonly Stretch[]): Promise<string> {
  const pcm = pcmOf(stretches);
  await writeFile(path, Buffer.concat([wavHeader(pcm.length), pcm]));
  return path;
}

/** Speech, pause, speech, pause: a second and a half each time. */
export function chatter(rounds: number): readonly Stretch[] {
  return Array.from({ length: rounds }, () => [
    { seconds: 1.2, level: 0.5 },
    { seconds: 0.3, level: 0 },
  ]).flat();
}

/** Makes a file with ffmpeg. */
export async function ffmpeg(...args: readonly string[]): Promise<void> {
  const end = await runProgram('ffmpeg', ['-v', 'error', '-y', ...args], { signal: new AbortController().signal });
  if (end.code !== 0) throw new Error(end.stderr);
}

/** A sentence of an audiobook that comes with Debian's pocketsphinx-testdata; `null`: it is not installed. */
export function audiobookClip(): string | null {
  const path = '/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0880.wav';
  return existsSync(path) ? path : null;
}

/**
 * Whether a process runs. One that is on its way out does not, nor one that has ended and that nobody has asked about yet (a
 * zombie): its pipes close, which is all that we hear of its end, a moment before the system has taken it off its list.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (!existsSync('/proc/self/stat')) return true;
  try {
    const [state, , , , , , flags] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return state !== 'Z' && state !== 'X' && (Number(flags) & IS_EXITING) === 0;
  } catch {
    return false;
  }
}

/** A flag of Linux, `PF_EXITING`. */
const IS_EXITING = 4;
