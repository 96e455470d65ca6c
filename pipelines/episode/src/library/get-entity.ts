import { type Cursor, decodeCursor, encodeCursor } from '@telltale/ledger';
import type { Pool } from 'pg';
import type { EntitySummary } from '../entities/index.ts';
import { EntityNotFoundError } from './errors.ts';
import type { EntityDetail, EntityMention } from './library.ts';
import { pageAt } from './links.ts';

const LIST = 'mentions';
const OFFSET_PART = /^\d{1,9}$/;

interface MentionRow extends Omit<EntityMention, 'link'> {}

/** See `EpisodeLibrary.getEntity`. */
export async function getEntity(
  pool: Pool,
  {
    entityId,
    limit,
    cursor,
  }: { readonly entityId: number; readonly limit: number; readonly cursor?: Cursor | undefined },
): Promise<EntityDetail> {
  const [offset] = cursor === undefined ? ['0'] : decodeCursor(LIST, cursor, [OFFSET_PART]);
  const [entities, mentions] = await Promise.all([
    pool.query<EntitySummary>(GET_ENTITY, [entityId]),
    pool.query<MentionRow>(LIST_MENTIONS, [entityId, limit + 1, offset]),
  ]);
  const [entity] = entities.rows;
  if (entity === undefined) throw new EntityNotFoundError(entityId);
  return {
    ...entity,
    mentionedAt: mentions.rows
      .slice(0, limit)
      .map((mention) => ({ ...mention, link: pageAt(mention.episodeId, mention.startS) })),
    nextCursor: mentions.rows.length > limit ? encodeCursor(LIST, [Number(offset) + limit]) : null,
  };
}

const GET_ENTITY = `
  SELECT e.id::float8 AS "entityId", e.type, e.name, e.wikidata_id AS "wikidataId",
         e.musicbrainz_id AS "musicbrainzId", e.wikidata_status AS "wikidataStatus",
         count(m.chunk_id)::int AS mentions, count(DISTINCT c.episode_id)::int AS episodes
    FROM telltale_episode.entity e
    LEFT JOIN telltale_episode.mention m ON m.entity_id = e.id
    LEFT JOIN telltale_episode.chunk c ON c.id = m.chunk_id
   WHERE e.id = $1
   GROUP BY e.id`;

// Nothing of its order stands still, as episodes come and go: a page begins at so many mentions, not behind one.
const LIST_MENTIONS = `
  SELECT p.id AS "episodeId", p.title AS "episodeTitle", p.show_name AS "showName",
         coalesce(m.start_s, c.start_s) AS "startS", m.context
    FROM telltale_episode.mention m
    JOIN telltale_episode.chunk c ON c.id = m.chunk_id
    JOIN telltale_episode.episode p ON p.id = c.episode_id
   WHERE m.entity_id = $1
   ORDER BY p.published_at DESC NULLS LAST, p.id DESC, coalesce(m.start_s, c.start_s), c.id
   LIMIT $2 OFFSET $3`;
