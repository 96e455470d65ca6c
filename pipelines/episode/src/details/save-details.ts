import { inTransaction } from '@telltale/ledger';
import type { ClientBase, Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import { noteUsed, type Used } from '../store/note-used.ts';
import type { EpisodeSource } from '../store/sources.ts';
import type { Details, SourceKind } from './details.ts';

export interface NewDetails {
  readonly episodeId: string;
  readonly details: Details;
  readonly sourceKind: SourceKind;
  readonly aggregatorProvider: string | null;
  /** By what it is recognised from now on. */
  readonly sources: readonly EpisodeSource[];
  /** Set if the address that was submitted is a feed's: the episode is not known by it, and from now on found by its guid. */
  readonly viaFeed: boolean;
  readonly used: Used;
}

/** Another episode that one of the sources belongs to. */
export interface Twin {
  readonly episodeId: string;
  /** Nothing of this one was changed, and all that led to it leads to the other; else this one is ready, and both are kept. */
  readonly isTheOne: boolean;
}

/**
 * Puts details in the place of those that the library has; only the show's name stays if there is no new one. Gives the
 * episode that one of its sources belongs to already, if that is another. Throws `EpisodeNotFoundError`.
 */
export async function saveDetails(pool: Pool, given: NewDetails): Promise<Twin | null> {
  return await inTransaction(pool, async (transaction) => {
    if (given.viaFeed) await unlearnAddress(transaction, given.episodeId);
    const twin = await claimSources(transaction, given);
    if (!twin?.isTheOne) await writeDetails(transaction, given);
    return twin;
  });
}

async function unlearnAddress(transaction: ClientBase, episodeId: string): Promise<void> {
  await transaction.query(`DELETE FROM telltale_episode.episode_source WHERE episode_id = $1 AND kind = 'url'`, [
    episodeId,
  ]);
  await transaction.query('UPDATE telltale_episode.episode SET page_url = NULL WHERE id = $1', [episodeId]);
}

async function claimSources(transaction: ClientBase, { episodeId, sources }: NewDetails): Promise<Twin | null> {
  // One at a time: two that find each other's pages would else both give way to the other.
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('telltale_episode.episode_source', 0))`);
  const values = [sources.map(({ kind }) => kind), sources.map(({ value }) => value)];
  const { rows } = await transaction.query<Twin>(
    `SELECT episode_id AS "episodeId",
            NOT EXISTS (SELECT FROM telltale_episode.episode WHERE id = $1 AND ready_at IS NOT NULL) AS "isTheOne"
       FROM telltale_episode.episode_source
      WHERE (kind, value) IN (SELECT * FROM unnest($2::text[], $3::text[])) AND episode_id <> $1
      ORDER BY kind LIMIT 1`,
    [episodeId, ...values],
  );
  const twin = rows[0] ?? null;
  const sameAs = twin?.isTheOne === true ? twin.episodeId : null;
  await transaction.query(
    `INSERT INTO telltale_episode.episode_source (kind, value, episode_id)
     SELECT kind, value, e.id FROM unnest($2::text[], $3::text[]) AS s (kind, value), telltale_episode.episode e
      WHERE e.id = $1 ORDER BY kind, value
     ON CONFLICT (kind, value) DO NOTHING`,
    [sameAs ?? episodeId, ...values],
  );
  if (sameAs !== null) {
    await transaction.query('UPDATE telltale_episode.episode_source SET episode_id = $2 WHERE episode_id = $1', [
      episodeId,
      sameAs,
    ]);
  }
  return twin;
}

async function writeDetails(transaction: ClientBase, given: NewDetails): Promise<void> {
  const { episodeId, details, sourceKind, aggregatorProvider, used } = given;
  const { rowCount } = await transaction.query(
    `UPDATE telltale_episode.episode
        SET title = $2, show_name = coalesce($3, show_name), description = $4, published_at = $5, image_url = $6,
            language = $7, country = $8, canonical_url = $9, feed_url = $10, guid = $11, audio_url = $12,
            audio_format = $13, transcripts = $14, chapters_url = $15, source_kind = $16, aggregator_provider = $17,
            updated_at = now()
      WHERE id = $1`,
    [
      episodeId,
      details.title,
      details.showName,
      details.description,
      details.publishedAt,
      details.imageUrl,
      details.language,
      details.country,
      details.canonicalUrl,
      details.feedUrl,
      details.guid,
      details.audioUrl,
      details.audioFormat,
      JSON.stringify(details.transcripts ?? []),
      details.chaptersUrl,
      sourceKind,
      aggregatorProvider,
    ],
  );
  if (rowCount !== 1) throw new EpisodeNotFoundError(episodeId);
  await noteUsed(transaction, episodeId, 'fetch_details', used);
}
