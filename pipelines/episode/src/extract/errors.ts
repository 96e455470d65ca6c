import { TelltaleError } from '@telltale/core';

/** There are no chunks in which names could be looked for. */
export class NoChunksError extends TelltaleError {
  override readonly name = 'NoChunksError';
  constructor(episodeId: string) {
    super(`No chunks to extract entities from for episode ${episodeId}.`, {
      code: 'no_chunks',
      hint: 'Run the episode again from step chunk.',
      details: { episodeId },
    });
  }
}
