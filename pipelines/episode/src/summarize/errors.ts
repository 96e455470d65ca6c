import { TelltaleError } from '@telltale/core';

/** There is no text that could be summarised. */
export class NoTranscriptError extends TelltaleError {
  override readonly name = 'NoTranscriptError';
  constructor(episodeId: string) {
    super(`No transcript to summarize for episode ${episodeId}.`, {
      code: 'no_transcript',
      hint: 'Run the episode again from step transcribe.',
      details: { episodeId },
    });
  }
}
