import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  openPocketSphinx,
  openSpeechApi,
  openWhisper,
  type SpeechApiOptions,
  type SpeechEngine,
} from '@telltale/speech';
import type { Talk } from '../audio/make-audio.ts';

const COMMAND = 'pocketsphinx_continuous';
/** A word with its times, in a line of its own below the line of all words. */
const TIMED_WORD = /^\S+ [\d.]+ [\d.]+ [\d.]+$/;
/** Its log of what it hears, and of how. */
const MAX_OUTPUT_BYTES = 64 * 1024 ** 2;

const run = promisify(execFile);

/** An engine of this machine, and what it is without us. */
export interface Listener {
  readonly kind: SpeechEngine['kind'];
  readonly engine: SpeechEngine;
  /** Hears all of a file at once. `null`: it is a service, and what it takes is not ours to compare. */
  readonly bare: ((talk: Talk) => Promise<string>) | null;
}

export interface ListenerSettings {
  /** The path of a ggml file. */
  readonly whisperModel: string | undefined;
  readonly api: SpeechApiOptions | undefined;
}

export const LISTENER_KINDS = ['pocketsphinx', 'whisper', 'api'] as const;

/** Those that there are. */
export async function findListeners({ whisperModel, api }: ListenerSettings): Promise<readonly Listener[]> {
  return [
    ...((await hasPocketSphinx()) ? [pocketSphinx()] : []),
    ...(whisperModel === undefined ? [] : [whisper(whisperModel)]),
    ...(api === undefined ? [] : [{ kind: 'api' as const, engine: openSpeechApi(api), bare: null }]),
  ];
}

async function hasPocketSphinx(): Promise<boolean> {
  return await run('sh', ['-c', 'command -v "$0"', COMMAND]).then(
    () => true,
    () => false,
  );
}

/** Bare: the program itself, with the options that we give it. */
function pocketSphinx(): Listener {
  return {
    kind: 'pocketsphinx',
    engine: openPocketSphinx(),
    bare: async ({ path }) => {
      const { stdout } = await run(COMMAND, ['-infile', path, '-time', 'yes'], { maxBuffer: MAX_OUTPUT_BYTES });
      const lines = stdout.split('\n').filter((line) => !TIMED_WORD.test(line));
      return lines.join(' ');
    },
  };
}

/** Bare: one process that loads the model once, and is given the whole file. */
function whisper(model: string): Listener {
  const engine = openWhisper({ model, folder: '' });
  const signal = new AbortController().signal;
  return {
    kind: 'whisper',
    engine,
    bare: async ({ path, durationS }) => {
      const { segments } = await engine.transcribe({ path, durationS, language: 'en', signal });
      return segments.map(({ text }) => text).join(' ');
    },
  };
}
