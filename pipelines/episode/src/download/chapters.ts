import { type Step, stopKindOf } from '@telltale/engine';
import { guardedFetch, type OutboundPolicy } from '@telltale/outbound';
import type { MediaChapter } from '@telltale/speech';
import { z } from 'zod';
import { plainLine, wholeUrl } from '../feed/index.ts';
import { AudioRefusedError, AudioStatusError } from './errors.ts';

/** A part of an episode that has a name. */
export interface Chapter {
  /** Seconds from the beginning. */
  readonly startS: number;
  readonly title: string;
  readonly url: string | null;
  readonly imageUrl: string | null;
}

export interface ChapterSources {
  /** Where the publisher has them, if the feed says so. */
  readonly url: string | null;
  readonly policy: OutboundPolicy;
  /** Those in the file. */
  readonly tags: readonly MediaChapter[];
}

const FETCH_MS = 30_000;
const MAX_BYTES = 2_000_000;
const MAX_CHAPTERS = 1_000;
const TITLE_CHARACTERS = 500;

/** https://github.com/Podcastindex-org/podcast-namespace, chapters/jsonChapters.md; what is not there is as good as empty. */
const chaptersSchema = z.object({
  chapters: z.array(
    z.object({
      startTime: z.number().nonnegative(),
      title: z.string().catch(''),
      url: z.string().nullish().catch(null),
      img: z.string().nullish().catch(null),
      /** `false`: not for a list of contents, such as a picture that changes. */
      toc: z.boolean().nullish().catch(null),
    }),
  ),
});

/** The publisher's chapters, else those in the file. Publisher's that cannot be had are told of; no episode fails for them. */
export async function findChapters(step: Step, { url, policy, tags }: ChapterSources): Promise<readonly Chapter[]> {
  const published = url === null ? [] : await publishedChapters(step, url, policy);
  const chapters = published.length > 0 ? published : tags.map((tag) => ({ ...tag, imageUrl: null }));
  const base = url ?? 'about:blank';
  return chapters
    .map((chapter) => ({
      startS: chapter.startS,
      title: plainLine(chapter.title)?.slice(0, TITLE_CHARACTERS) ?? '',
      url: wholeUrl(chapter.url, base),
      imageUrl: wholeUrl(chapter.imageUrl, base),
    }))
    .filter(({ title }) => title !== '')
    .toSorted((one, other) => one.startS - other.startS)
    .slice(0, MAX_CHAPTERS);
}

async function publishedChapters(step: Step, url: string, policy: OutboundPolicy): Promise<readonly Chapter[]> {
  try {
    return await step.action('fetch_chapters', { url }, ({ signal }) => fetchChapters(url, policy, signal), {
      timeoutMs: FETCH_MS,
      output: (chapters) => `${chapters.length} chapters`,
    });
  } catch (error) {
    if (step.signal.aborted || stopKindOf(error) !== null || !(error instanceof Error)) throw error;
    step.log(`The publisher's chapters are left out: ${error.message}`, { url }, 'warn');
    return [];
  }
}

async function fetchChapters(url: string, policy: OutboundPolicy, signal: AbortSignal): Promise<readonly Chapter[]> {
  const response = await guardedFetch(url, { policy, signal, maxBytes: MAX_BYTES, allowDowngrade: true });
  if (!response.ok) {
    await response.body?.cancel();
    throw new AudioStatusError(new URL(response.url).hostname, response.status);
  }
  const read = chaptersSchema.safeParse(parseJson(await response.text()));
  if (!read.success) throw new AudioRefusedError('they are not in the form of Podcasting 2.0 (JSON).');
  return read.data.chapters
    .filter(({ toc }) => toc !== false)
    .map(({ startTime, title, url: link, img }) => ({
      startS: startTime,
      title,
      url: link ?? null,
      imageUrl: img ?? null,
    }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
