import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import type { MediaStore } from '../media/index.ts';
import { CoverMissingError } from './errors.ts';
import { fileName } from './file-name.ts';
import type { LibraryFile } from './library.ts';

interface Row {
  readonly title: string | null;
  readonly sha256: string | null;
  readonly content_type: string;
  readonly bytes: number;
}

/** See `EpisodeLibrary.getCover`. */
export async function getCover(
  { pool, media }: { readonly pool: Pool; readonly media: Pick<MediaStore, 'open'> },
  episodeId: string,
): Promise<LibraryFile> {
  const { rows } = await pool.query<Row>(
    `SELECT e.title, f.sha256, f.content_type, f.bytes::float8 AS bytes
       FROM telltale_episode.episode e LEFT JOIN telltale_episode.media f ON f.sha256 = e.cover WHERE e.id = $1`,
    [episodeId],
  );
  const [row] = rows;
  if (row === undefined) throw new EpisodeNotFoundError(episodeId);
  const { title, sha256, content_type: contentType, bytes } = row;
  if (sha256 === null) throw new CoverMissingError(episodeId);
  const name = fileName(title, contentType.replace(/^image\//, ''));
  return { name, contentType, bytes, sha256, open: (range) => media.open(sha256, range) };
}
