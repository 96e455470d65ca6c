import { access } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SpeechEngineError, SpeechModelError } from '../../errors.ts';
import type { Transcript } from '../../transcript/transcript.ts';
import type { PrepareOptions, SpeechEngine, SpeechInput } from '../speech-engine.ts';
import { fetchWhisperModel } from './fetch-whisper-model.ts';
import { runWhisper, type WhisperEnd } from './run-whisper.ts';
import { WHISPER_MODELS, WHISPER_MODELS_URL } from './whisper-models.ts';

/** About a minute, with room to find a pause: short enough for a pause of the run to take hold soon. */
const MAX_PIECE_S = 75;
const PACKAGE = '@fugood/whisper.node';

export interface WhisperOptions {
  /** A name in `WHISPER_MODELS`, whose file is fetched once, or the path of a ggml file. */
  readonly model: string;
  /** Where fetched models are kept. Several processes may share it. */
  readonly folder: string;
  /** Where `ggml-<name>.bin` is fetched from. Default: `WHISPER_MODELS_URL`. */
  readonly modelsUrl?: string;
}

/** whisper.cpp on this machine's processor. A process for each piece: it is killed to cancel, and never outlives this one. */
export function openWhisper({ model, folder, modelsUrl = WHISPER_MODELS_URL }: WhisperOptions): SpeechEngine {
  const known = Object.hasOwn(WHISPER_MODELS, model) ? WHISPER_MODELS[model] : undefined;
  const path = known === undefined ? model : join(folder, `ggml-${model}.bin`);
  const description = `whisper.cpp (${basename(path, '.bin')})`;
  return {
    kind: 'whisper',
    description,
    takes: { format: 'wav' },
    languages: /\.en(?:[-.]|$)/.test(basename(path, '.bin')) ? ['en'] : null,
    maxPieceS: MAX_PIECE_S,
    prepare: async (how) => {
      if (known !== undefined) await fetchWhisperModel({ name: model, ...known, path, modelsUrl, ...how });
      else await checkModelFile(path, how);
    },
    transcribe: (input) => transcribe(input, { model: path, description }),
  };
}

async function checkModelFile(path: string, { signal }: PrepareOptions): Promise<void> {
  signal.throwIfAborted();
  try {
    await access(path);
  } catch (error) {
    throw new SpeechModelError(`There is no whisper.cpp model at ${path}.`, {
      model: path,
      hint: `Give the path of a ggml file, or one of these names: ${Object.keys(WHISPER_MODELS).join(', ')}.`,
      cause: error,
    });
  }
}

interface Opened {
  readonly model: string;
  readonly description: string;
}

async function transcribe(input: SpeechInput, { model, description }: Opened): Promise<Transcript> {
  const { durationS, signal, onProgress } = input;
  let doneS = 0;
  const end = await runWhisper(
    { model, audio: input.path, language: input.language ?? 'auto' },
    {
      signal,
      onProgress: (percent) => {
        doneS = Math.max(doneS, Math.min(1, percent / 100) * durationS);
        onProgress?.(doneS);
      },
    },
  );
  if (end.type === 'failed') throw failure(end, description);
  return {
    language: end.language || input.language,
    segments: end.segments
      .map(({ text, t0, t1 }) => ({ start: t0 / 100, end: Math.min(durationS, t1 / 100), text: text.trim() }))
      .filter(({ start, end, text }) => text !== '' && end > start),
  };
}

function failure({ problem, message, stderr }: Extract<WhisperEnd, { type: 'failed' }>, description: string) {
  if (problem === 'missing') {
    return new SpeechEngineError(`${description} cannot be used: ${PACKAGE} is not installed.`, {
      engine: description,
      code: 'speech_missing',
      hint: `Run: npm install ${PACKAGE}`,
      cause: new Error(message),
    });
  }
  const cause = stderr.split('\n').findLast((line) => /error|fail|invalid|bad/i.test(line));
  const why = [message, ...(cause === undefined ? [] : [cause.trim()])].join('; ').replace(/\.$/, '').slice(0, 400);
  return new SpeechEngineError(`${description} failed: ${why}.`, {
    engine: description,
    code: 'speech_failed',
    hint: 'The model file may be damaged: remove it, so that it is fetched again. Or there is too little memory for it: choose a smaller one.',
  });
}
