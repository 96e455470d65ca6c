import { formatBytes } from '@telltale/core';
import type { Step } from '@telltale/engine';
import type { AudioFacts } from '@telltale/speech';
import { MediaNotFoundError } from '../media/index.ts';
import type { Used } from '../store/note-used.ts';
import { runTitle } from '../store/run-title.ts';
import { findChapters } from './chapters.ts';
import type { DownloadServices } from './download-services.ts';
import { type EpisodeAudio, readEpisodeAudio } from './episode-audio.ts';
import { FETCH, findAudio } from './find-audio.ts';
import type { FoundAudio } from './found-audio.ts';
import { keepCover } from './keep-cover.ts';
import { measure } from './measure.ts';
import { saveAudio } from './save-audio.ts';

/** What the step gives back. */
export interface Downloaded {
  /** `fetch`, `agent`, the name of an index, or `library`: the file was there already. */
  readonly source: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly durationS: number;
}

/** A file of some gigabytes goes to a store far away in that time, in ms. */
const STORE_MS = 60 * 60_000;

/**
 * Gets the audio of an episode into the library, and notes what is in it. A file that was uploaded, or that the episode has
 * from the address that it still has, is not downloaded again. Its picture is kept as well, if it can be had.
 *
 * Throws `EpisodeNotFoundError`, `DownloadFailedError`, `FfmpegMissingError`, and for an uploaded file `AudioUnreadableError`
 * and `MediaNotFoundError`.
 */
export async function download(step: Step, services: DownloadServices, episodeId: string): Promise<Downloaded> {
  const episode = await readEpisodeAudio(services.pool, episodeId);
  const here = await fileOf(episode, services);
  const downloaded =
    here !== null
      ? await takeWhatIsHere(step, services, episode, here)
      : await keep(step, services, episode, await findAudio(step, services, episode));
  await keepCover(step, services, episode);
  return downloaded;
}

interface StoredFile {
  readonly sha256: string;
  readonly bytes: number;
}

/** The file that an episode has, if it is the one that it should have. */
async function fileOf(
  { media, bytes, audioUrl, cameFrom }: EpisodeAudio,
  services: DownloadServices,
): Promise<StoredFile | null> {
  if (media === null || bytes === null || (audioUrl !== null && !cameFrom.includes(audioUrl))) return null;
  if (await services.media.has(media)) return { sha256: media, bytes };
  // What the store has lost can be fetched again, if there is an address.
  if (audioUrl === null) throw new MediaNotFoundError(media);
  return null;
}

/** Details that were fetched anew have lost what the file says, and which address gave it: that is noted again. */
async function takeWhatIsHere(
  step: Step,
  services: DownloadServices,
  episode: EpisodeAudio,
  { sha256, bytes }: StoredFile,
): Promise<Downloaded> {
  step.log(`The audio is here already: ${formatBytes(bytes)}.`);
  step.size(bytes, 'bytes');
  const { signal } = step;
  const facts =
    episode.facts ?? (await services.media.withFile(sha256, (path) => measure(step, path, bytes), { signal }));
  const { cameFrom } = episode;
  const used: Used =
    cameFrom.length === 0
      ? { with: 'the uploaded file', why: 'there was nothing to download', cameFrom }
      : { with: 'the file of an earlier run', why: 'it came from the address that the episode still has', cameFrom };
  await note(step, services, episode, { sha256, facts, audioUrl: cameFrom.at(-1) ?? null, used });
  return { source: 'library', bytes, sha256, durationS: Math.round(facts.durationS) };
}

async function keep(
  step: Step,
  services: DownloadServices,
  episode: EpisodeAudio,
  found: FoundAudio,
): Promise<Downloaded> {
  const { source, sha256, bytes, facts, url } = found;
  const isNew = url !== null && url !== episode.audioUrl;
  const cameFrom = [...new Set([episode.audioUrl, url].filter((address) => address !== null))];
  const used: Used = { ...reasonOf(source, episode), source, bytes, cameFrom };
  const store = async () => {
    await step.action(
      'store_audio',
      { bytes: formatBytes(bytes) },
      ({ signal }) => services.media.put({ ...found, signal }),
      { timeoutMs: STORE_MS },
    );
    await note(step, services, episode, { sha256, facts, audioUrl: isNew ? url : null, used });
  };
  await store().catch(async (error: unknown) => {
    if (!isWithoutFile(error)) throw error;
    // Another episode with the same file was deleted in between, and took it along.
    await store();
  });
  if (isNew) step.log('The address that worked takes the place of the one that was stored.', { url });
  await found.remove();
  return { source, bytes, sha256, durationS: Math.round(facts.durationS) };
}

interface Noted {
  readonly sha256: string;
  readonly facts: AudioFacts;
  readonly audioUrl: string | null;
  readonly used: Used;
}

async function note(step: Step, services: DownloadServices, episode: EpisodeAudio, noted: Noted): Promise<void> {
  const { pool, outbound: policy } = services;
  const { chapters: tags } = noted.facts.tags;
  const chapters = await findChapters(step, { url: episode.chaptersUrl, policy, tags });
  const { title, showName, sameFile } = await saveAudio(pool, episode.id, { ...noted, chapters });
  step.title(runTitle(title, showName));
  if (sameFile !== null)
    step.log(`Episode ${sameFile} has the very same audio file. Both are kept, and the file is stored once.`);
}

function reasonOf(source: string, { audioUrl }: EpisodeAudio): Pick<Used, 'with' | 'why'> {
  const why = audioUrl === null ? 'the details have no audio address' : 'the address in the details did not work';
  if (source === FETCH) return { with: 'the address in the details', why: 'it works' };
  if (source === 'agent') return { with: 'what an agent with a browser found', why };
  return { with: `the address that ${source} has`, why };
}

/** A foreign key: the row of the file went between storing it and noting it. */
function isWithoutFile(error: unknown): boolean {
  const { code, constraint } = error as { readonly code?: unknown; readonly constraint?: unknown };
  return code === '23503' && constraint === 'episode_media_fkey';
}
