import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import type { MediaStore } from '../media/index.ts';
import { AudioMissingError } from './errors.ts';
import { fileName } from './file-name.ts';
import type { LibraryFile } from './library.ts';

interface Row {
  readonly title: string | null;
  readonly sha256: string | null;
  readonly content_type: string;
  readonly bytes: number;
}

/** See `EpisodeLibrary.getAudio`. */
export async function getAudio(
  { pool, media }: { readonly pool: Pool; readonly media: Pick<MediaStore, 'open'> },
  episodeId: string,
): Promise<LibraryFile> {
  const { rows } = await pool.query<Row>(
    `SELECT e.title, f.sha256, f.content_type, f.bytes::float8 AS bytes
       FROM telltale_episode.episode e LEFT JOIN telltale_episode.media f ON f.sha256 = e.media WHERE e.id = $1`,
    [episodeId],
  );
  const [row] = rows;
  if (row === undefined) throw new EpisodeNotFoundError(episodeId);
  const { title, sha256, content_type: contentType, bytes } = row;
  if (sha256 === null) throw new AudioMissingError(episodeId);
  const name = fileName(title, EXTENSIONS[contentType] ?? 'audio');
  return { name, contentType, bytes, sha256, open: (range) => media.open(sha256, range) };
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
