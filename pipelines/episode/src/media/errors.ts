import { formatBytes, TelltaleError } from '@telltale/core';

/** The library does not have this file, or its store has lost it. */
export class MediaNotFoundError extends TelltaleError {
  override readonly name = 'MediaNotFoundError';
  constructor(sha256: string, { cause }: ErrorOptions = {}) {
    super(`The library does not have the audio file ${sha256}.`, {
      code: 'media_not_found',
      hint: 'Run the episode again from step download; if the file was uploaded, upload it again.',
      details: { sha256 },
      cause,
    });
  }
}

/** A file is not what it was when it was announced: something wrote to it in between. */
export class MediaChangedError extends TelltaleError {
  override readonly name = 'MediaChangedError';
  constructor(sha256: string) {
    super(`The audio file ${sha256} changed while it was stored.`, {
      code: 'media_changed',
      hint: 'Run the step again; if it happens again, see that nothing else writes to the work folder.',
      retryable: true,
      details: { sha256 },
    });
  }
}

/** Something that was sent is no audio. Nothing of it was kept. */
export class NotAudioError extends TelltaleError {
  override readonly name = 'NotAudioError';
  /** `what` ends the sentence: `it is a web page`. */
  constructor(fileName: string, what: string) {
    super(`${JSON.stringify(fileName)} was not taken: ${what}.`, {
      code: 'not_audio',
      hint: 'Send an audio file, such as MP3, M4A, Ogg, Opus, FLAC or WAV, or a video that has sound.',
    });
  }
}

/** Something that was sent is larger than it may be. Nothing of it was kept. */
export class UploadTooLargeError extends TelltaleError {
  override readonly name = 'UploadTooLargeError';
  constructor(fileName: string, maxBytes: number) {
    super(`${JSON.stringify(fileName)} was not taken: it is larger than ${formatBytes(maxBytes)}.`, {
      code: 'upload_too_large',
      hint: 'Send a smaller file, such as an MP3 of the same recording, or let the operator raise the limit.',
      details: { maxBytes },
    });
  }
}
