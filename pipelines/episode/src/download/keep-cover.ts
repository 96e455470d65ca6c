import { createHash, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBytes, TelltaleError } from '@telltale/core';
import { type Step, stopKindOf } from '@telltale/engine';
import { guardedFetch, type OutboundPolicy } from '@telltale/outbound';
import { USER_AGENT } from '../feed/index.ts';
import type { NewMedia } from '../media/index.ts';
import { placeIn } from '../media/work-folder.ts';
import type { DownloadServices } from './download-services.ts';
import type { EpisodeAudio } from './episode-audio.ts';
import { CoverRefusedError } from './errors.ts';
import { pictureType } from './picture-type.ts';
import { saveCover } from './save-cover.ts';

/** Nobody waits long for a picture. */
const FETCH_MS = 20_000;
const STORE_MS = 60_000;
export const MAX_COVER_BYTES = 5_000_000;
/** A file that goes with another episode, before this one has it, is stored again. */
const ATTEMPTS = 3;

type Kept = Pick<NewMedia, 'sha256' | 'bytes' | 'contentType'>;

/**
 * Keeps the picture of an episode, in the place of the one that it had: pages show what is kept here, and load nothing from
 * elsewhere. One that cannot be had is told of, and the one before stays; no episode fails for it.
 */
export async function keepCover(
  step: Step,
  services: DownloadServices,
  { id, imageUrl: url }: Pick<EpisodeAudio, 'id' | 'imageUrl'>,
): Promise<void> {
  if (url === null) return await saveCover(services.pool, id, null);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const { sha256 } = await step.action(
        'fetch_cover',
        { url },
        ({ signal }) => fetchAndStore(url, services, signal),
        {
          timeoutMs: FETCH_MS + STORE_MS,
          output: ({ contentType, bytes }) => `${contentType}, ${formatBytes(bytes)}`,
        },
      );
      try {
        return await saveCover(services.pool, id, sha256);
      } catch (error) {
        if (attempt === ATTEMPTS || !isWithoutFile(error)) throw error;
      }
    }
  } catch (error) {
    if (step.signal.aborted || stopKindOf(error) !== null || !(error instanceof Error)) throw error;
    if (error instanceof TelltaleError && error.code === 'episode_not_found') throw error;
    step.log(`The episode's picture is left out: ${error.message}`, { url }, 'warn');
  }
}

type Storing = Pick<DownloadServices, 'media' | 'outbound' | 'workFolder'>;

async function fetchAndStore(
  url: string,
  { media, outbound, workFolder }: Storing,
  signal: AbortSignal,
): Promise<Kept> {
  const content = await fetchPicture(url, outbound, signal);
  const contentType = pictureType(content);
  if (contentType === null) throw new CoverRefusedError(new URL(url).hostname);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const path = join(placeIn(workFolder, 'downloads'), `cover-${randomUUID()}`);
  try {
    await writeFile(path, content, { mode: 0o600, flag: 'wx' });
    const kept = { sha256, bytes: content.byteLength, contentType };
    await media.put({ ...kept, path, signal });
    return kept;
  } finally {
    await rm(path, { force: true });
  }
}

async function fetchPicture(url: string, policy: OutboundPolicy, signal: AbortSignal): Promise<Uint8Array> {
  const response = await guardedFetch(url, {
    policy,
    signal,
    maxBytes: MAX_COVER_BYTES,
    timeoutMs: FETCH_MS,
    allowDowngrade: true,
    headers: { accept: 'image/avif, image/webp, image/png, image/jpeg, image/gif', 'user-agent': USER_AGENT },
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new CoverRefusedError(new URL(response.url).hostname, response.status);
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** A foreign key: the row of the file went between storing it and noting it. */
function isWithoutFile(error: unknown): boolean {
  const { code, constraint } = error as { readonly code?: unknown; readonly constraint?: unknown };
  return code === '23503' && constraint === 'episode_cover_fkey';
}
