import { open } from 'node:fs/promises';
import { definePipeline, type Step } from '@telltale/engine';
import { z } from 'zod';
import { PCM_BYTES_PER_SECOND, wavHeader } from '../src/audio/pcm.ts';
import type { Transcript } from '../src/transcript/transcript.ts';
import { pcmOf } from './audio.ts';

export const HOUR_S = 3_600;
const SOUND = pcmOf([{ seconds: 1, level: 0.5 }]);
const SOUND_EVERY_S = 15;

/** Writes a WAV file of an hour: a second of sound every fifteen. What is silent in it takes no room on the disk. */
export async function writeHour(path: string): Promise<void> {
  await using file = await open(path, 'w');
  const header = wavHeader(HOUR_S * PCM_BYTES_PER_SECOND);
  await file.write(header);
  for (let second = 1; second < HOUR_S; second += SOUND_EVERY_S) {
    await file.write(SOUND, 0, SOUND.length, header.length + second * PCM_BYTES_PER_SECOND);
  }
  await file.truncate(header.length + HOUR_S * PCM_BYTES_PER_SECOND);
}

/** One step, which a worker of a test gives its work. */
export function hourPipeline(transcribe: (step: Step) => Promise<Transcript>) {
  return definePipeline({
    name: 'hour',
    version: '1',
    input: z.object({ subject: z.string() }),
    subject: ({ subject }) => subject,
    steps: ['transcribe'],
    run: ({ step }) => step('transcribe', transcribe),
  });
}
