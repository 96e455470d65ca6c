import { AudioUnreadableError, FfmpegMissingError } from '../errors.ts';
import type { ProgramEnd } from '../program/run-program.ts';
import { inputArguments, runFfmpeg } from './ffmpeg.ts';
import { PCM_RATE } from './pcm.ts';
import { readWavAsPcm, readWavFormat } from './wav-file.ts';

export interface DecodeOptions {
  readonly signal: AbortSignal;
  /** Gets the first audio track as 16 kHz PCM, in order, and holds back the rest until it resolves. */
  readonly onPcm: (chunk: Buffer) => void | Promise<void>;
  /** A filter of ffmpeg that the sound passes through on its way. Left out where there is no ffmpeg. */
  readonly filter?: string;
  /** Further outputs, in ffmpeg's words. Without ffmpeg, asking for them is an error. */
  readonly outputs?: readonly string[];
}

/**
 * Decodes all of a file in constant memory; gives what ffmpeg said of it, or `null` for a WAV file on a machine without
 * ffmpeg. Throws `AudioUnreadableError`, `FfmpegMissingError` and the signal's reason.
 */
export async function decodeAudio(path: string, options: DecodeOptions): Promise<string | null> {
  try {
    return await decodeByFfmpeg(path, options);
  } catch (error) {
    if (!(error instanceof FfmpegMissingError) || options.outputs !== undefined) throw error;
    const wav = await readWavFormat(path);
    if (wav === null) throw error;
    for await (const chunk of readWavAsPcm(path, wav)) {
      options.signal.throwIfAborted();
      await options.onPcm(chunk);
    }
    return null;
  }
}

async function decodeByFfmpeg(path: string, options: DecodeOptions): Promise<string> {
  const { signal, onPcm, filter, outputs = [] } = options;
  let bytes = 0;
  const pcm = ['-map', '0:a:0', ...(filter === undefined ? [] : ['-af', filter])];
  const end = await runFfmpeg(
    [...inputArguments(path), ...pcm, '-ac', '1', '-ar', String(PCM_RATE), '-f', 's16le', 'pipe:1', ...outputs],
    {
      purpose: 'read this file',
      signal,
      onOutput: (chunk) => {
        bytes += chunk.length;
        return onPcm(chunk);
      },
    },
  );
  if (bytes === 0 || end.code !== 0) throw corrupt(end);
  return end.stderr;
}

function corrupt({ code, stderr }: ProgramEnd): AudioUnreadableError {
  const said = stderr.trim().split('\n').slice(-3).join(' ').slice(-500);
  return new AudioUnreadableError('it is damaged, and no sound could be read from it', {
    code: 'audio_corrupt',
    cause: new Error(`ffmpeg ended with exit code ${code}: ${said}`),
  });
}
