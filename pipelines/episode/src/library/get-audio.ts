import type { Pool } from 'pg';
import type { MediaStore } from '../media/index.ts';
import { AudioMissingError } from './errors.ts';
import { fileName } from './file-name.ts';
import { findFile } from './find-file.ts';
import type { LibraryFile } from './library.ts';

/** See `EpisodeLibrary.getAudio`. */
export async function getAudio(
  { pool, media }: { readonly pool: Pool; readonly media: Pick<MediaStore, 'open'> },
  episodeId: string,
): Promise<LibraryFile> {
  const found = await findFile(pool, episodeId, 'media');
  if (found === null) throw new AudioMissingError(episodeId);
  const { title, ...file } = found;
  const name = fileName(title, EXTENSIONS[file.contentType] ?? 'audio');
  return { name, ...file, open: (range) => media.open(file.sha256, range) };
}

/** What programs know files of these types by. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/ogg': 'ogg',
  'audio/opus': 'opus',
  'audio/flac': 'flac',
  'audio/wav': 'wav',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};
