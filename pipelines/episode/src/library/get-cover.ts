import type { Pool } from 'pg';
import type { MediaStore } from '../media/index.ts';
import { CoverMissingError } from './errors.ts';
import { fileName } from './file-name.ts';
import { findFile } from './find-file.ts';
import type { LibraryFile } from './library.ts';

/** See `EpisodeLibrary.getCover`. */
export async function getCover(
  { pool, media }: { readonly pool: Pool; readonly media: Pick<MediaStore, 'open'> },
  episodeId: string,
): Promise<LibraryFile> {
  const found = await findFile(pool, episodeId, 'cover');
  if (found === null) throw new CoverMissingError(episodeId);
  const { title, ...file } = found;
  const name = fileName(title, file.contentType.replace(/^image\//, ''));
  return { name, ...file, open: (range) => media.open(file.sha256, range) };
}
