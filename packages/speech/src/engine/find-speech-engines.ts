import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { openSpeechApi, type SpeechApiOptions } from './api/open-speech-api.ts';
import { openPocketSphinx, POCKETSPHINX_COMMAND } from './pocketsphinx/open-pocketsphinx.ts';
import type { SpeechEngine } from './speech-engine.ts';
import { openWhisper, type WhisperOptions } from './whisper/open-whisper.ts';

export interface SpeechSettings {
  /** Default: no service is used. */
  readonly api?: SpeechApiOptions;
  /** Default: whisper.cpp is not used. */
  readonly whisper?: WhisperOptions;
}

/** What there is to transcribe with, best first: the service, whisper.cpp, PocketSphinx if it is installed. */
export async function findSpeechEngines({ api, whisper }: SpeechSettings): Promise<readonly SpeechEngine[]> {
  return [
    ...(api === undefined ? [] : [openSpeechApi(api)]),
    ...(whisper === undefined ? [] : [openWhisper(whisper)]),
    ...((await isOnPath(POCKETSPHINX_COMMAND)) ? [openPocketSphinx()] : []),
  ];
}

/** What would give more or better transcripts, as sentences for people; empty if nothing is missing. */
export async function describeMissing({ api, whisper }: SpeechSettings): Promise<readonly string[]> {
  const sphinx = await isOnPath(POCKETSPHINX_COMMAND);
  const ffmpeg = (await isOnPath('ffmpeg')) && (await isOnPath('ffprobe'));
  return [
    ...(ffmpeg ? [] : ['Install ffmpeg to read anything but WAV files: apt install ffmpeg, or: brew install ffmpeg.']),
    ...(api === undefined && whisper === undefined
      ? ['Choose a whisper.cpp model such as base.en (148 MB), or a transcription service, to get most words right.']
      : []),
    ...(api === undefined && whisper === undefined && !sphinx
      ? ['Or install PocketSphinx, which gets many words wrong: apt install pocketsphinx pocketsphinx-en-us.']
      : []),
  ];
}

async function isOnPath(command: string): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, command), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
