import { createApiClient } from '@telltale/api';
import { asApiError, client, logInAgain } from '../../../live/client.ts';
import { newIdempotencyKey } from '../../../live/idempotency-key.ts';
import { findKnownEpisode } from '../known-episode.ts';
import { fetchWithProgress } from './fetch-with-progress.ts';
import type { UploadWork } from './uploads.ts';

/** Sends recordings, and starts a run of `episode` for each that is not an episode yet. */
export const episodeUploadWork: UploadWork<File> = {
  async send(file, tell, signal) {
    const api = createApiClient({ url: '', fetch: fetchWithProgress(tell) });
    const { upload } = await api.uploadAudio({ name: file.name, file }, { signal });
    return upload;
  },
  async submit(upload, { name }, signal) {
    const known = await findKnownEpisode(client, upload).catch(() => null);
    if (known !== null) return { name: 'known', episodeId: known.episode.episodeId, runId: known.runId };
    const { runId, created, message } = await client.submitRun(
      { pipeline: 'episode', input: { upload, name } },
      { signal, idempotencyKey: newIdempotencyKey() },
    );
    return { name: 'started', runId, created, message };
  },
  asApiError(error) {
    const failure = asApiError(error);
    logInAgain(failure);
    return failure;
  },
};
