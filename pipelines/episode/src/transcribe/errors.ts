import { TelltaleError } from '@telltale/core';
import { languageName } from '../ask/index.ts';

/** The episode has no audio that could be listened to. */
export class NoAudioError extends TelltaleError {
  override readonly name = 'NoAudioError';
  constructor(episodeId: string) {
    super(`No audio file to transcribe for episode ${episodeId}.`, {
      code: 'no_audio',
      hint: 'Run the episode again from step download.',
      details: { episodeId },
    });
  }
}

/** Nothing here turns speech into text, or nothing that knows the language. */
export class NoTranscriberError extends TelltaleError {
  override readonly name = 'NoTranscriberError';
  /** `language`: the one that none of those that there are knows; `null`: there are none. */
  constructor(episodeId: string, language: string | null) {
    super(
      language === null
        ? 'There is nothing here that turns speech into text.'
        : `Nothing here turns speech in ${languageName(language)} into text.`,
      {
        code: 'transcriber_missing',
        hint:
          language === null
            ? 'Set a speech API or a whisper.cpp model with "telltale configure", or install PocketSphinx for English.'
            : 'Set a speech API, or a whisper.cpp model for many languages (such as "base"), with "telltale configure".',
        details: { episodeId, language },
      },
    );
  }
}

/** Everything that could have transcribed the audio failed. */
export class TranscriptionFailedError extends TelltaleError {
  override readonly name = 'TranscriptionFailedError';
  constructor(
    episodeId: string,
    last: { readonly message: string; readonly hint?: string | undefined; readonly cause: unknown },
  ) {
    super(`The audio could not be transcribed: ${last.message}`, {
      code: 'transcription_failed',
      hint: last.hint ?? 'Look at what was tried, and mend one of them.',
      details: { episodeId },
      cause: last.cause,
    });
  }
}

/** Nobody speaks in the audio. */
export class NoSpeechError extends TelltaleError {
  override readonly name = 'NoSpeechError';
  constructor(episodeId: string, { silent, listener }: { readonly silent: boolean; readonly listener?: string }) {
    super(
      silent
        ? 'There is no speech to transcribe: the audio is silent.'
        : `There is no speech to transcribe: ${listener ?? 'the transcriber'} heard none in the audio.`,
      {
        code: 'no_speech',
        hint: silent
          ? 'Play the file: if it should not be silent, use another copy of it.'
          : 'Play the file: if somebody speaks in it, try another transcriber with "telltale configure".',
        details: { episodeId },
      },
    );
  }
}
