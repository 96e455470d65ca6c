import { parseFile } from 'music-metadata';
import type { MediaChapter, MediaTags } from './audio-facts.ts';

type Parsed = Awaited<ReturnType<typeof parseFile>>;

/** A megabyte of tags is a mistake, or an attack. */
const TEXT_CHARACTERS = 2_000;
const MAX_CHAPTERS = 1_000;

const NO_TAGS: MediaTags = { title: null, show: null, artist: null, date: null, language: null, chapters: [] };

/** A file's tags, ID3 chapters included. A file whose tags cannot be read has none: that is no reason to refuse it. */
export async function readMediaTags(path: string): Promise<MediaTags> {
  try {
    const parsed = await parseFile(path, { duration: false, skipCovers: true, includeChapters: true });
    const { title, album, artist, date, year, language } = parsed.common;
    return {
      title: text(title),
      show: text(album),
      artist: text(artist),
      date: text(date ?? year?.toString()),
      language: text(language),
      chapters: chaptersOf(parsed),
    };
  } catch {
    return NO_TAGS;
  }
}

/** Of characters that a database stores, and no more of them than a name has. */
function text(value: string | undefined): string | null {
  const line = value?.slice(0, TEXT_CHARACTERS).replaceAll('\0', ' ').toWellFormed();
  return line?.trim() || null;
}

function chaptersOf({ format: { chapters = [] } }: Parsed): readonly MediaChapter[] {
  return chapters
    .slice(0, MAX_CHAPTERS)
    .map(({ title, start, timeScale, url }) => ({
      startS: start / (timeScale || 1), // of ID3 in seconds, and without a scale
      title: text(title) ?? '',
      url: text(url?.url),
    }))
    .filter(({ startS }) => Number.isFinite(startS))
    .sort((one, other) => one.startS - other.startS);
}
