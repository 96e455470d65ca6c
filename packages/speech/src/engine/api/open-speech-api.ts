import { openAsBlob } from 'node:fs';
import { formatDuration } from '@telltale/core';
import { SpeechEngineError } from '../../errors.ts';
import type { Transcript } from '../../transcript/transcript.ts';
import type { SpeechEngine, SpeechInput } from '../speech-engine.ts';
import { readAnswer } from './read-answer.ts';
import { speechFailure, speechUnreachable } from './speech-failure.ts';

/** As much as OpenAI takes. */
const MAX_BYTES = 25 * 1024 * 1024;
/** Twelve pieces of an hour: few enough requests, and enough of them to see how fast it goes. */
const MAX_PIECE_S = 375;
const TIMEOUT_MS = 300_000;

export interface SpeechApiOptions {
  /** Of an API that speaks as OpenAI's does, such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** Default: none, for servers of one's own. */
  readonly apiKey?: string;
  /** Such as `whisper-1`. */
  readonly model: string;
  /** The largest file that it takes. Default: 25 MiB. */
  readonly maxBytes?: number;
  /** Longest time of one request, in ms. Default: 5 min. */
  readonly timeoutMs?: number;
}

/** A transcription service behind OpenAI's protocol. */
export function openSpeechApi(options: SpeechApiOptions): SpeechEngine {
  const { baseUrl, model, maxBytes = MAX_BYTES } = options;
  const description = `${model} at ${new URL(baseUrl).host}`;
  return {
    kind: 'api',
    description,
    takes: { format: 'compressed', maxBytes },
    languages: null,
    maxPieceS: MAX_PIECE_S,
    transcribe: (input) => transcribe(input, options, description),
  };
}

async function transcribe(
  input: SpeechInput,
  { baseUrl, apiKey, model, timeoutMs = TIMEOUT_MS }: SpeechApiOptions,
  description: string,
): Promise<Transcript> {
  const { signal, durationS, language } = input;
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/audio/transcriptions`, {
      method: 'POST',
      body: await formOf(input, model),
      headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.any([signal, limit]),
    });
    const text = await response.text();
    if (!response.ok) throw speechFailure(description, response, text);
    return readAnswer(text, { description, durationS, language });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SpeechEngineError) throw error;
    if (limit.aborted) throw speechUnreachable(description, `no answer within ${formatDuration(timeoutMs)}`, error);
    const { message, cause } = error as Error;
    throw speechUnreachable(description, cause instanceof Error ? cause.message || message : message, error);
  }
}

async function formOf({ path, language }: SpeechInput, model: string): Promise<FormData> {
  const form = new FormData();
  form.set('file', await openAsBlob(path, { type: 'audio/mpeg' }), 'audio.mp3');
  form.set('model', model);
  form.set('response_format', 'verbose_json');
  form.append('timestamp_granularities[]', 'segment');
  form.append('timestamp_granularities[]', 'word');
  if (language !== null) form.set('language', language);
  return form;
}
