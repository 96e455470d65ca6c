import { TelltaleError } from '@telltale/core';

/** A run was asked to work on an episode that the library does not have. */
export class EpisodeNotFoundError extends TelltaleError {
  override readonly name = 'EpisodeNotFoundError';
  constructor(episodeId: string) {
    super(`The library has no episode ${episodeId}.`, {
      code: 'episode_not_found',
      hint: 'Look it up with "telltale episodes --all"; one that was deleted has to be submitted again by its address.',
      details: { episodeId },
    });
  }
}

/** A run was submitted for a file that was never uploaded, or is gone. */
export class UploadNotFoundError extends TelltaleError {
  override readonly name = 'UploadNotFoundError';
  constructor(sha256: string, fileName: string) {
    super(`No file with the SHA-256 ${sha256} was uploaded, as ${fileName} or by another name.`, {
      code: 'upload_not_found',
      hint: 'Upload the file first: "telltale submit FILE" does both.',
      details: { sha256 },
    });
  }
}
