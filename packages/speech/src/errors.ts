import { TelltaleError } from '@telltale/core';

/** Why a file gives no audio. */
export type AudioProblem =
  | 'audio_empty'
  | 'audio_not_audio'
  | 'audio_without_sound'
  | 'audio_protected'
  | 'audio_corrupt';

const AUDIO_HINTS: Readonly<Record<AudioProblem, string>> = {
  audio_empty: 'Fetch the file again; if it is empty at its source, ask its publisher.',
  audio_not_audio: 'Give the address of the audio file itself, or a file that a player can play.',
  audio_without_sound: 'Give a file that has sound in it.',
  audio_protected: 'Use a copy without copy protection, such as the one in the podcast feed.',
  audio_corrupt: 'Fetch the file again. If a player cannot play it either, use another copy.',
};

/** A file is no audio, or none that can be read. */
export class AudioUnreadableError extends TelltaleError {
  override readonly name = 'AudioUnreadableError';
  /** `problem` ends the sentence "The file cannot be used as audio: …". */
  constructor(problem: string, { code, cause }: { readonly code: AudioProblem; readonly cause?: unknown }) {
    super(`The file cannot be used as audio: ${problem}.`, { code, hint: AUDIO_HINTS[code], cause });
  }
}

/** Something needs ffmpeg, and it is not installed. */
export class FfmpegMissingError extends TelltaleError {
  override readonly name = 'FfmpegMissingError';
  constructor(purpose: string, { cause }: ErrorOptions = {}) {
    super(`ffmpeg is not on PATH, and it is needed to ${purpose}.`, {
      code: 'ffmpeg_missing',
      hint: 'Install it: apt install ffmpeg, or: brew install ffmpeg. Without it, only WAV files can be read.',
      details: { purpose },
      cause,
    });
  }
}

/** ffmpeg did not do what it was started for. */
export class FfmpegFailedError extends TelltaleError {
  override readonly name = 'FfmpegFailedError';
  constructor(purpose: string, { problem, cause }: { readonly problem: string; readonly cause?: unknown }) {
    super(`ffmpeg could not ${purpose}: ${problem}`, {
      code: 'ffmpeg_failed',
      hint: 'Try to play the file. If it plays, try a newer ffmpeg; if it does not, use another copy of it.',
      details: { purpose },
      cause,
    });
  }
}

/** A piece of audio is larger than an engine takes, however small it is made. */
export class AudioTooLargeError extends TelltaleError {
  override readonly name = 'AudioTooLargeError';
  constructor(bytes: number, maxBytes: number) {
    super(`The audio is ${bytes} bytes long at the lowest quality, and ${maxBytes} are the most that may be sent.`, {
      code: 'audio_too_large',
      hint: 'Use a transcription service with a higher limit, or transcribe on this machine.',
      details: { bytes, maxBytes },
    });
  }
}

/**
 * `speech_unreachable`: no answer came. `speech_down`: the engine failed, and may not the next time. `speech_busy`: too many
 * requests. The others are not tried again: somebody has to change something.
 */
export type SpeechProblem =
  | 'speech_unreachable'
  | 'speech_down'
  | 'speech_busy'
  | 'speech_unauthorized'
  | 'speech_too_large'
  | 'speech_refused'
  | 'speech_failed'
  | 'speech_missing';

interface SpeechEngineErrorOptions {
  /** Its description. */
  readonly engine: string;
  readonly code: SpeechProblem;
  readonly hint: string;
  readonly retryable?: boolean;
  /** What the service asked to wait, in ms; `null`: it did not say. */
  readonly waitMs?: number | null;
  readonly status?: number;
  readonly cause?: unknown;
}

/** An engine gave no transcript. `message` says why as a sentence; nothing of the audio is in it. */
export class SpeechEngineError extends TelltaleError {
  override readonly name = 'SpeechEngineError';
  readonly waitMs: number | null;
  constructor(message: string, { engine, waitMs, status, ...options }: SpeechEngineErrorOptions) {
    super(message, { ...options, details: { engine, ...(status === undefined ? {} : { status }) } });
    this.waitMs = waitMs ?? null;
  }
}

/** The model of whisper.cpp is not there, or could not be fetched. */
export class SpeechModelError extends TelltaleError {
  override readonly name = 'SpeechModelError';
  constructor(message: string, { model, ...options }: SpeechModelErrorOptions) {
    super(message, { ...options, code: 'speech_model_unavailable', details: { model } });
  }
}

interface SpeechModelErrorOptions {
  readonly model: string;
  readonly hint: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** A transcript that a publisher offers cannot be used. It is no failure of the episode: the audio can be transcribed. */
export class TranscriptUnusableError extends TelltaleError {
  override readonly name = 'TranscriptUnusableError';
  /** It ends the sentence "The publisher's transcript cannot be used: …". */
  readonly reason: string;
  constructor(reason: string, { url, cause }: { readonly url: string; readonly cause?: unknown }) {
    super(`The publisher's transcript cannot be used: ${reason}.`, {
      code: 'transcript_unusable',
      hint: 'Transcribe the audio instead.',
      details: { url },
      cause,
    });
    this.reason = reason;
  }
}
