import type { Step } from '@telltale/engine';
import { type AudioFacts, sniffMedia } from '@telltale/speech';
import { contentTypeOf } from '../media/what-it-is.ts';
import { placeIn } from '../media/work-folder.ts';
import type { DownloadServices } from './download-services.ts';
import { fetchAudio, PATIENCE } from './fetch-audio.ts';
import { measure } from './measure.ts';

/** Audio that a source gave: a local file that was decoded to its end. */
export interface FoundAudio {
  /** `fetch`, `agent`, or the name of an index. */
  readonly source: string;
  /** Where it is on the web, as far as that is known. */
  readonly url: string | null;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly contentType: string;
  readonly facts: AudioFacts;
  /** Removes the local file. */
  remove(): Promise<void>;
}

export const MAX_BYTES = 2_000_000_000;

export type Fetching = Pick<DownloadServices, 'outbound' | 'workFolder' | 'maxDownloadBytes' | 'patience'>;

export interface Candidate {
  readonly episodeId: string;
  readonly source: string;
  readonly url: string;
}

/** Downloads an address and measures what it gives. Throws what `fetchAudio` and `measure` throw. */
export async function fetchFrom(
  step: Step,
  { outbound, workFolder, maxDownloadBytes: maxBytes = MAX_BYTES, patience = PATIENCE }: Fetching,
  { episodeId, source, url }: Candidate,
): Promise<FoundAudio> {
  const folder = placeIn(workFolder, 'downloads');
  await using file = await fetchAudio(step, { episodeId, url, policy: outbound, folder, maxBytes, patience });
  const local = { path: file.path, bytes: file.bytes, sha256: await file.sha256(step.signal) };
  return await measured(step, { ...local, source, url, remove: () => file.remove() });
}

/** Audio out of a local file. One that is none is removed. */
export async function measured(
  step: Step,
  file: Pick<FoundAudio, 'source' | 'url' | 'path' | 'bytes' | 'sha256' | 'remove'>,
): Promise<FoundAudio> {
  try {
    const facts = await measure(step, file.path, file.bytes);
    return { ...file, facts, contentType: contentTypeOf(await sniffMedia(file.path)) };
  } catch (error) {
    // One that is whole is not downloaded again for a pause.
    const isUnreadable = String((error as { readonly code?: unknown }).code).startsWith('audio_');
    if (isUnreadable) await file.remove();
    throw error;
  }
}
