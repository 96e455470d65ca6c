import { inTransaction } from '@telltale/ledger';
import type { ClientBase, Pool } from 'pg';
import { EpisodeNotFoundError, UploadNotFoundError } from '../errors.ts';
import type { EpisodeInput } from '../input.ts';
import { type EpisodeSource, findBySource, guidSource, idFromSource, urlSource } from './sources.ts';

/** Which episode an input is about: the one that is known by it, or the one that it will be. */
export async function episodeOf(pool: Pool, input: EpisodeInput): Promise<string> {
  if ('episodeId' in input) return input.episodeId;
  const source = sourceOf(input);
  const known = await findBySource(pool, source);
  if (known !== null) return known;
  for (let nth = 0; ; nth += 1) {
    const id = idFromSource(source, nth);
    if (!(await isKnown(pool, id))) return id;
  }
}

/**
 * Sees to it that the library has the episode of a run. Throws `EpisodeNotFoundError` for one that was named by its id, and
 * `UploadNotFoundError`.
 */
export async function ensureEpisode(pool: Pool, episodeId: string, input: EpisodeInput): Promise<void> {
  if ('episodeId' in input) {
    if (await isKnown(pool, episodeId)) return;
    throw new EpisodeNotFoundError(episodeId);
  }
  await inTransaction(pool, async (transaction) => {
    if (await isKnown(transaction, episodeId)) return;
    if ('upload' in input) await assertUploaded(transaction, input.upload, input.name);
    await transaction.query(
      `INSERT INTO telltale_episode.episode (id, page_url, feed_url, guid, media, file_name)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
      [
        episodeId,
        'url' in input ? input.url : null,
        'feed' in input ? input.feed : null,
        'feed' in input ? input.guid : null,
        'upload' in input ? input.upload : null,
        'upload' in input ? input.name : null,
      ],
    );
    const { kind, value } = sourceOf(input);
    await transaction.query(
      `INSERT INTO telltale_episode.episode_source (kind, value, episode_id) VALUES ($1, $2, $3)
       ON CONFLICT (kind, value) DO NOTHING`,
      [kind, value, episodeId],
    );
  });
}

function sourceOf(input: Exclude<EpisodeInput, { readonly episodeId: string }>): EpisodeSource {
  if ('url' in input) return urlSource(input.url);
  if ('feed' in input) return guidSource(input.guid, input.feed);
  return { kind: 'sha256', value: input.upload };
}

/** Whether the library has an episode. */
export async function isKnown(database: Pool | ClientBase, episodeId: string): Promise<boolean> {
  const { rowCount } = await database.query('SELECT FROM telltale_episode.episode WHERE id = $1', [episodeId]);
  return rowCount === 1;
}

async function assertUploaded(transaction: ClientBase, sha256: string, fileName: string): Promise<void> {
  const { rowCount } = await transaction.query('SELECT FROM telltale_episode.media WHERE sha256 = $1', [sha256]);
  if (rowCount !== 1) throw new UploadNotFoundError(sha256, fileName);
}
