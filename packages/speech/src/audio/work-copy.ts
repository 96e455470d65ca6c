import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpeechEngine } from '../engine/speech-engine.ts';
import { decodeAudio } from './decode-audio.ts';
import { LevelMeter } from './level-meter.ts';
import { wavHeader } from './pcm.ts';

/** A whole file in a form in which a piece can be cut out exactly, which compressed files do not allow. */
export interface WorkCopy {
  readonly path: string;
  readonly durationS: number;
  /** See `LevelMeter`. */
  readonly levels: Float32Array;
}

export interface WorkCopyOptions {
  readonly takes: SpeechEngine['takes'];
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Decodes a file once: to 16 kHz WAV for an engine that takes that (115 MB an hour), to FLAC at the quality that is worth
 * sending for one that takes compressed audio (some 130 MB an hour). Throws what `decodeAudio` throws.
 */
export async function makeWorkCopy(path: string, { takes, folder, signal }: WorkCopyOptions): Promise<WorkCopy> {
  const meter = new LevelMeter();
  const copy = join(folder, takes.format === 'wav' ? 'audio.wav' : 'audio.flac');
  if (takes.format === 'compressed') {
    const outputs = ['-map', '0:a:0', '-ac', '1', '-ar', '44100', '-c:a', 'flac', `file:${copy}`];
    await decodeAudio(path, { signal, onPcm: (chunk) => meter.push(chunk), outputs });
  } else {
    await writeWav(path, copy, { meter, signal });
  }
  return { path: copy, durationS: meter.durationS, levels: meter.levels };
}

async function writeWav(
  path: string,
  copy: string,
  { meter, signal }: { readonly meter: LevelMeter; readonly signal: AbortSignal },
): Promise<void> {
  await using file = await open(copy, 'w');
  await file.writeFile(wavHeader(0));
  let bytes = 0;
  await decodeAudio(path, {
    signal,
    onPcm: async (chunk) => {
      meter.push(chunk);
      await file.writeFile(chunk);
      bytes += chunk.length;
    },
  });
  await file.write(wavHeader(bytes), 0, undefined, 0);
}
