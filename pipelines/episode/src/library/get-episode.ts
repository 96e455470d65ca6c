import type { Pool } from 'pg';
import { entitiesOfEpisode } from '../entities/index.ts';
import { EpisodeNotFoundError } from '../errors.ts';
import type { Used } from '../store/note-used.ts';
import { type EpisodeRow, SUMMARY_COLUMNS, shownUrl, toSummary } from './episode-row.ts';
import type { Chapter, Episode } from './library.ts';
import { audioPath, withoutPasswords } from './links.ts';

interface Row extends EpisodeRow {
  readonly page_url: string | null;
  readonly canonical_url: string | null;
  readonly feed_url: string | null;
  readonly guid: string | null;
  readonly country: string | null;
  readonly source_kind: Episode['sourceKind'];
  readonly aggregator_provider: string | null;
  readonly audio_format: string | null;
  readonly audio: Episode['audioFacts'];
  readonly content_type: string | null;
  readonly bytes: number | null;
  readonly segments: number;
  readonly passages: number;
  readonly chapters: readonly Chapter[];
  readonly summary: string | null;
  readonly used: Readonly<Record<string, Used>>;
}

/** See `EpisodeLibrary.getEpisode`. */
export async function getEpisode(pool: Pool, episodeId: string): Promise<Episode> {
  const [{ rows }, entities] = await Promise.all([
    pool.query<Row>(GET_EPISODE, [episodeId]),
    entitiesOfEpisode(pool, episodeId),
  ]);
  const [row] = rows;
  if (row === undefined) throw new EpisodeNotFoundError(episodeId);
  const { content_type: contentType, bytes } = row;
  return {
    ...toSummary(row),
    pageUrl: shownUrl(row.page_url),
    canonicalUrl: shownUrl(row.canonical_url),
    feedUrl: shownUrl(row.feed_url),
    guid: row.guid,
    country: row.country,
    sourceKind: row.source_kind,
    aggregatorProvider: row.aggregator_provider,
    audioFormat: row.audio_format,
    audio: contentType === null || bytes === null ? null : { path: audioPath(row.id), contentType, bytes },
    audioFacts: row.audio,
    chapters: row.chapters,
    segments: row.segments,
    passages: row.passages,
    summary: row.summary,
    entities,
    used: shownUsed(row.used),
  };
}

/** What steps noted names the addresses that they asked. */
function shownUsed(used: Row['used']): Row['used'] {
  return JSON.parse(JSON.stringify(used), (_key, value: unknown) =>
    typeof value === 'string' ? withoutPasswords(value) : value,
  ) as Row['used'];
}

const GET_EPISODE = `
  SELECT ${SUMMARY_COLUMNS}, e.page_url, e.canonical_url, e.feed_url, e.guid, e.country, e.source_kind,
         e.aggregator_provider, e.audio_format, e.audio, e.summary, e.used, f.content_type, f.bytes::float8 AS bytes,
         (SELECT count(*)::int FROM telltale_episode.segment s WHERE s.episode_id = e.id) AS segments,
         (SELECT count(*)::int FROM telltale_episode.chunk c WHERE c.episode_id = e.id) AS passages,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('startS', p.start_s, 'title', p.title, 'url', p.url,
                                                       'imageUrl', p.image_url) ORDER BY p.index), '[]')
            FROM telltale_episode.chapter p WHERE p.episode_id = e.id) AS chapters
    FROM telltale_episode.episode e LEFT JOIN telltale_episode.media f ON f.sha256 = e.media
   WHERE e.id = $1`;
