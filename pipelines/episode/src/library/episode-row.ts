import type { EpisodeSummary } from './library.ts';
import { audioPath, coverPath, withoutPasswords } from './links.ts';

export interface EpisodeRow {
  readonly id: string;
  readonly title: string | null;
  readonly show_name: string | null;
  readonly description: string | null;
  readonly published_at: Date | null;
  readonly duration_s: number | null;
  readonly language: string | null;
  readonly image_url: string | null;
  readonly cover: string | null;
  readonly audio_url: string | null;
  readonly media: string | null;
  readonly ready_at: Date | null;
  readonly created_at: Date;
}

/** Of `episode AS e`. */
export const SUMMARY_COLUMNS =
  'e.id, e.title, e.show_name, e.description, e.published_at, e.duration_s, e.language, e.image_url, e.cover, e.audio_url, e.media, e.ready_at, e.created_at';

export function toSummary(row: EpisodeRow): EpisodeSummary {
  return {
    episodeId: row.id,
    title: row.title,
    showName: row.show_name,
    description: row.description,
    publishedAt: row.published_at?.toISOString() ?? null,
    durationS: row.duration_s,
    language: row.language,
    imageUrl: row.image_url,
    coverUrl: row.cover === null ? null : coverPath(row.id, row.cover),
    audioUrl: shownUrl(row.audio_url) ?? (row.media === null ? null : audioPath(row.id)),
    readyAt: row.ready_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}

export function shownUrl(url: string | null): string | null {
  return url === null ? null : withoutPasswords(url);
}
