import type { Pool } from 'pg';
import { audioAt, coverPath, pageAt } from '../library/links.ts';
import type { Fused } from './fuse.ts';
import { MARKS, markedRanges, type TextRange } from './highlights.ts';

/** A passage that was found. */
export interface SearchHit {
  readonly passageId: number;
  readonly episode: {
    readonly episodeId: string;
    readonly title: string | null;
    readonly showName: string | null;
    readonly publishedAt: string | null;
    readonly language: string | null;
    readonly imageUrl: string | null;
    readonly coverUrl: string | null;
  };
  readonly text: string;
  /** Where the words that were asked for stand in it. */
  readonly highlights: readonly TextRange[];
  /** In the order in which they speak; none where nobody knows who it is. */
  readonly speakers: readonly string[];
  readonly startS: number;
  readonly endS: number;
  /** The page of the episode on the dashboard, from here on. */
  readonly link: string;
  /** The audio, from here on; `null` while there is none. */
  readonly audioUrl: string | null;
  readonly entities: readonly { readonly entityId: number; readonly type: string; readonly name: string }[];
  readonly score: number;
  /** Its place in each list, from 1. */
  readonly ranks: Fused['ranks'];
  /** Cosine of the question and the passage; `null` if it was found by its words alone. */
  readonly similarity: number | null;
}

interface Row {
  readonly id: number;
  readonly text: string;
  readonly marked: string | null;
  readonly start_s: number;
  readonly end_s: number;
  readonly episode_id: string;
  readonly title: string | null;
  readonly show_name: string | null;
  readonly published_at: Date | null;
  readonly language: string | null;
  readonly image_url: string | null;
  readonly cover: string | null;
  readonly audio_url: string | null;
  readonly has_media: boolean;
  readonly speakers: readonly string[];
  readonly entities: SearchHit['entities'];
}

/** The passages as they are now, in one query; those that are gone, or whose episode is not ready, are left out. */
export async function hydrate(
  pool: Pool,
  query: string | null,
  found: readonly Fused[],
  similarities: ReadonlyMap<number, number>,
): Promise<readonly SearchHit[]> {
  const { rows } = await pool.query<Row>(HYDRATE, [found.map(({ id }) => id), query]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap(({ id, score, ranks }) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    return [{ ...toPassage(row), score, ranks, similarity: similarities.get(id) ?? null }];
  });
}

function toPassage(row: Row): Omit<SearchHit, 'score' | 'ranks' | 'similarity'> {
  const { id, text, marked, start_s: startS, end_s: endS, episode_id: episodeId, speakers, entities } = row;
  return {
    passageId: id,
    episode: {
      episodeId,
      title: row.title,
      showName: row.show_name,
      publishedAt: row.published_at?.toISOString() ?? null,
      language: row.language,
      imageUrl: row.image_url,
      coverUrl: row.cover === null ? null : coverPath(episodeId, row.cover),
    },
    text,
    highlights: marked === null ? [] : markedRanges(marked),
    speakers,
    startS,
    endS,
    link: pageAt(episodeId, startS),
    audioUrl: audioAt({ episodeId, audioUrl: row.audio_url, hasMedia: row.has_media }, startS),
    entities,
  };
}

const HYDRATE = `
  SELECT c.id::float8 AS id, c.text, c.start_s, c.end_s, e.id AS episode_id, e.title, e.show_name, e.published_at,
         e.language, e.image_url, e.cover, e.audio_url, e.media IS NOT NULL AS has_media,
         ts_headline('simple', translate(c.text, '${MARKS.start}${MARKS.stop}', '  '), $2::tsquery,
                     'HighlightAll=true, StartSel=${MARKS.start}, StopSel=${MARKS.stop}') AS marked,
         ARRAY(SELECT s.speaker FROM telltale_episode.segment s
                WHERE s.episode_id = c.episode_id AND s.index BETWEEN c.segment_start AND c.segment_end
                  AND s.speaker IS NOT NULL
                GROUP BY s.speaker ORDER BY min(s.index)) AS speakers,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('entityId', n.id, 'type', n.type, 'name', n.name) ORDER BY n.name),
                          '[]')
            FROM telltale_episode.mention m JOIN telltale_episode.entity n ON n.id = m.entity_id
           WHERE m.chunk_id = c.id) AS entities
    FROM telltale_episode.chunk c JOIN telltale_episode.episode e ON e.id = c.episode_id
   WHERE c.id = ANY ($1::bigint[]) AND e.ready_at IS NOT NULL`;
