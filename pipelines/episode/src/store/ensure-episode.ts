import { inTransaction } from '@telltale/ledger';
import type { ClientBase, Pool } from 'pg';
import { EpisodeNotFoundError, UploadNotFoundError } from '../errors.ts';
import type { EpisodeInput } from '../input.ts';
import { type EpisodeSource, guidSource, idFromSource, urlSource } from './sources.ts';

/** Which episode an input is about: the one that is known by it, or the one that it will be. */
export async function episodeOf(pool: Pool, input: EpisodeInput): Promise<string> {
  if ('episodeId' in input) return input.episodeId;
  const source = sourceOf(input);
  for (let nth = 0; ; nth += 1) {
    const id = idFromSource(source, nth);
    const { known, isTaken } = await lookUp(pool, source, id);
    if (known !== null) return known;
    if (!isTaken) return id;
  }
}

interface Looked {
  /** The episode that is known by the source. */
  readonly known: string | null;
  /** Whether an episode has the id that one of this source would get. */
  readonly isTaken: boolean;
}

/** Both at one moment: an episode that is made at the same time has its id and its source, or neither. */
async function lookUp(pool: Pool, { kind, value }: EpisodeSource, id: string): Promise<Looked> {
  const { rows } = await pool.query<Looked>(
    `SELECT (SELECT episode_id FROM telltale_episode.episode_source WHERE kind = $1 AND value = $2) AS known,
            EXISTS (SELECT FROM telltale_episode.episode WHERE id = $3) AS "isTaken"`,
    [kind, value, id],
  );
  return rows[0] ?? { known: null, isTaken: false };
}

/** Has an uploaded file that is submitted stay until its run takes it. Throws `UploadNotFoundError` if it is not there any more. */
export async function keepUpload(pool: Pool, input: EpisodeInput): Promise<void> {
  if (!('upload' in input)) return;
  const { upload: sha256, name } = input;
  // If it is being removed at this moment, this waits for that.
  await pool.query(`DELETE FROM telltale_episode.removal WHERE kind = 'media' AND key = $1`, [sha256]);
  const { rowCount } = await pool.query('UPDATE telltale_episode.media SET wanted_at = now() WHERE sha256 = $1', [
    sha256,
  ]);
  if (rowCount !== 1) throw new UploadNotFoundError(sha256, name);
}

/**
 * Sees to it that the library has the episode of a run, and knows where to read of it. Throws `EpisodeNotFoundError` for one
 * that was named by its id, and `UploadNotFoundError`.
 */
export async function ensureEpisode(pool: Pool, episodeId: string, input: EpisodeInput): Promise<void> {
  if ('episodeId' in input) {
    if (await isKnown(pool, episodeId)) return;
    throw new EpisodeNotFoundError(episodeId);
  }
  await inTransaction(pool, async (transaction) => {
    if (await isKnown(transaction, episodeId)) return await readFrom(transaction, episodeId, input);
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

/**
 * An episode that never became ready is read from where it was submitted last: its page may say less than its feed. One that
 * is ready stays as it is, and so does one that was the newest of the feed that was submitted: by now another one is.
 */
async function readFrom(transaction: ClientBase, episodeId: string, input: EpisodeInput): Promise<void> {
  if ('url' in input) {
    await transaction.query(
      `UPDATE telltale_episode.episode SET page_url = $2
        WHERE id = $1 AND ready_at IS NULL AND feed_url IS DISTINCT FROM $2`,
      [episodeId, input.url],
    );
  } else if ('feed' in input) {
    await transaction.query(
      `UPDATE telltale_episode.episode SET page_url = NULL, feed_url = $2, guid = $3
        WHERE id = $1 AND ready_at IS NULL`,
      [episodeId, input.feed, input.guid],
    );
  }
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
  // Locked as the episode that follows would lock it: a file that is being removed is waited for, and gone.
  const { rowCount } = await transaction.query('SELECT FROM telltale_episode.media WHERE sha256 = $1 FOR KEY SHARE', [
    sha256,
  ]);
  if (rowCount !== 1) throw new UploadNotFoundError(sha256, fileName);
}
