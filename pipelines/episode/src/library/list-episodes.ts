import { splitText } from '@telltale/core';
import { decodeCursor, encodeCursor, InvalidFilterError } from '@telltale/ledger';
import type { Pool } from 'pg';
import { urlSource } from '../store/sources.ts';
import { type EpisodeRow, SUMMARY_COLUMNS, toSummary } from './episode-row.ts';
import type { EpisodeLibrary, EpisodePageOptions } from './library.ts';

type EpisodePage = Awaited<ReturnType<EpisodeLibrary['listEpisodes']>>;

const LIST = 'episodes';
const MAX_LIMIT = 500;
const MAX_DESCRIPTION = 280;
/** Microseconds since the epoch, before which there are dates as well; nothing for an episode without a date. */
const PUBLISHED_PART = /^(-?\d{1,18})?$/;
const ID_PART = /^[0-9a-z]{16}$/;

interface Row extends EpisodeRow {
  readonly published_us: string | null;
}

/** See `EpisodeLibrary.listEpisodes`. */
export async function listEpisodes(pool: Pool, options: EpisodePageOptions): Promise<EpisodePage> {
  const { text = '', show, source, all = false, limit, cursor } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new InvalidFilterError('limit', `a whole number from 1 to ${MAX_LIMIT}`, limit);
  }
  const after = cursor === undefined ? null : decodeCursor(LIST, cursor, [PUBLISHED_PART, ID_PART]);
  const [publishedUs = '', id = null] = after ?? [];
  const { rows } = await pool.query<Row>(LIST_EPISODES, [
    all,
    show?.replaceAll('\0', '') ?? null,
    // A word is looked for as its beginning, and none of its characters means anything.
    text
      .replaceAll('\0', '')
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .filter((word) => word !== ''),
    id,
    publishedUs === '' ? null : publishedUs,
    limit + 1,
    source === undefined ? null : URL.canParse(source) ? urlSource(source).value : source.replaceAll('\0', ''),
  ]);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    episodes: rows.slice(0, limit).map((row) => {
      const summary = toSummary(row);
      return { ...summary, description: summary.description === null ? null : shortened(summary.description) };
    }),
    nextCursor: last === undefined ? null : encodeCursor(LIST, [last.published_us ?? '', last.id]),
  };
}

function shortened(description: string): string {
  const { text, cutCharacters } = splitText(description, MAX_DESCRIPTION);
  return cutCharacters === 0 ? text : `${text}…`;
}

// Episodes without a date come last, in the order of their ids; behind one of those there are only such. A library has thousands of
// episodes and not millions: their words need no index.
const LIST_EPISODES = `
  SELECT ${SUMMARY_COLUMNS}, (extract(epoch FROM e.published_at) * 1000000)::bigint AS published_us
    FROM telltale_episode.episode e
   WHERE ($1 OR e.ready_at IS NOT NULL)
     AND ($2::text IS NULL OR lower(e.show_name) = lower($2))
     AND ($7::text IS NULL OR e.id IN (
       SELECT s.episode_id FROM telltale_episode.episode_source s WHERE s.kind IN ('url', 'sha256') AND s.value = $7))
     AND NOT EXISTS (
       SELECT FROM unnest($3::text[]) AS word
        WHERE NOT to_tsvector('simple', concat_ws(' ', e.title, e.show_name, e.description))
               @@ to_tsquery('simple', '''' || word || ''':*'))
     AND ($4::text IS NULL
          OR ($5::bigint IS NULL AND e.published_at IS NULL AND e.id < $4)
          OR ($5 IS NOT NULL AND (e.published_at IS NULL
              OR (extract(epoch FROM e.published_at) * 1000000, e.id) < ($5, $4))))
   ORDER BY e.published_at DESC NULLS LAST, e.id DESC
   LIMIT $6`;
